"""Pictures, documents and sounds: the list, one of them, a new one, choosing one for an item."""
