"""The states of an item and its editions, as pure transitions of a `Work`."""
