"""Shapes of what residents read."""
