"""Pages of the borrower room."""
