"""Inbound webhook events."""
