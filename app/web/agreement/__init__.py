"""The agreement of a case: reading, signing, leaving, keeping. For all three parties."""
