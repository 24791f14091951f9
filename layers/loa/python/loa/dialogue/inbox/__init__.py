"""Inbound webhook events: from the queue to follower, conversation, case and reply."""
