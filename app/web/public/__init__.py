"""Pages anyone may open, with no account."""
