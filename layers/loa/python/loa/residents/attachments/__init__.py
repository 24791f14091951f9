"""Copies of the files that residents send."""
