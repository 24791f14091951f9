"""Copies files that residents send."""
