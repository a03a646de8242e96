"""Background work: handlers and the embedded runner."""
