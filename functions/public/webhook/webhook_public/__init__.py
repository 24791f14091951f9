"""Receives Zalo's webhook events."""
