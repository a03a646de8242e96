"""Pages of the counselor room."""
