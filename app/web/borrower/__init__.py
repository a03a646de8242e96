"""Pages of the borrower's side: the person who owes, and a counselor with authority."""
