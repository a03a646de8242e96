"""For programs: a case file in, an assessment out, and the description of both."""
