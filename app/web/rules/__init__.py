"""The rules of every jurisdiction as people can read them, for anyone."""
