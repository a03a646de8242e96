"""What staff learn before they may write to a borrower, and how the test of it works."""
