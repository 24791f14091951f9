"""Calls to Zalo's APIs and what they answer."""
