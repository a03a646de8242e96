"""Lender staff: a queue, one screen for each case, and files that come in."""
