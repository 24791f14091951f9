"""Routes of the profile."""
