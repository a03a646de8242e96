"""What stands between two offers, as both audiences are shown it: one set of words and parts."""
