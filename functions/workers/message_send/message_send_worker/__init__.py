"""Sends messages to residents."""
