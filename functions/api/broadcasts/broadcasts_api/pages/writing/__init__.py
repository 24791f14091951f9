"""Writing a broadcast, step by step."""
