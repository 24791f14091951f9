"""Contests: rounds, the lot, the result, prizes."""
