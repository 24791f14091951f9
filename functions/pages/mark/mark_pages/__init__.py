"""Contests: handing in, one's own entries, results."""
