"""Messages beside a case: one page, the same for its three sides."""
