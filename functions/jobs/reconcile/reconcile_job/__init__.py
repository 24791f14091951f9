"""Compares unknown outcomes with Zalo."""
