"""Contests and surveys, for officers."""
