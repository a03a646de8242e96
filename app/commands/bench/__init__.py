"""Figures on how fast the product works, each beside what it is compared with."""
