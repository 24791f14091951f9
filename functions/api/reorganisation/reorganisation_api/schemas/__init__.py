"""Shapes of the function reorganisation."""
