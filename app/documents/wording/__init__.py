"""The words of agreements: one module a language, the same keys in each."""
