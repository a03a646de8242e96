"""Agreements drawn as pages and PDFs."""
