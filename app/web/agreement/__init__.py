"""Pages of the agreement room."""
