"""Messages beside a case: what was written, what waits, what was read by somebody first."""
