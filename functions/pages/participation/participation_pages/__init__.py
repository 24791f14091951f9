"""Contests, consultations and surveys, for officers."""
