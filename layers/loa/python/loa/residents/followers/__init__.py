"""Followers: who follows an account, and the sync with Zalo."""
