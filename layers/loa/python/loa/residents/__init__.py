"""Residents as accounts know them: followers, files, messages, requests about their data."""
