"""Searches what residents may read."""
