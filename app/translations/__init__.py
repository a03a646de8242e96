"""Catalogs: English is the source, Simplified Chinese stands beside it."""
