"""Coming in and going out: invitations, sign-in, sign-out, leaving at once."""
