"""The conduct course and its test, who has passed it, and what the guard counted."""
