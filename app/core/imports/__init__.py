"""Files from outside, read into values and problems; nothing is stored here."""
