"""Fetches the weather of all units."""
