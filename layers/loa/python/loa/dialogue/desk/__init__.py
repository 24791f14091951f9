"""The officers' side of a conversation: worklists, edit lock, replies, canned answers."""
