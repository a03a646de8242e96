"""One case between one borrower and one lender: commands in, events out."""
