"""Consent of an account's administrator: the link, what it stands for, what Zalo grants, the connection."""
