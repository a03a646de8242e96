"""Pages of the lender room."""
