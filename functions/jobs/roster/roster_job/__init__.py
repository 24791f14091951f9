"""Compares officers with the user pool."""
