"""What is true: pure decisions, no clock, no I/O."""
