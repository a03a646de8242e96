"""One transaction, one decision: what people can do."""
