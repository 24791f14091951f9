"""Pictures: checked, shrunk, pinned."""
