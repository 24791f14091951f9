"""Denunciations: a path of their own, seen by few, every look written down."""
