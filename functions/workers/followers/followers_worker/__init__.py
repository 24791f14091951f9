"""Sync of followers with Zalo."""
