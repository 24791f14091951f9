"""The state of a chat: what residents mean, what the chat answers by itself, what officers do."""
