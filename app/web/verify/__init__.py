"""Pages of the verify room."""
