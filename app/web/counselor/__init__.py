"""Counselors: the people they act for, and what needs them."""
