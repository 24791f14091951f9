"""What the last release looks like, for the checks of the next."""
