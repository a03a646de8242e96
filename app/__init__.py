"""Plainpact: fair repayment agreements that a household can really pay."""
