"""Sends deliveries of broadcasts."""
