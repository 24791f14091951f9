"""Counters compared with the facts that they count, and made good where they differ."""
