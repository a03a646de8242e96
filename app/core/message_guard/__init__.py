"""What staff write to a borrower, read for threats, pressure, shame and private numbers."""
