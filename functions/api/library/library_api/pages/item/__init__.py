"""Pages of one item: what it says and its next step, its editor, its history."""
