"""Conversations: what residents and accounts write to each other, and who answers when."""
