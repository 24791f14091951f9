"""The people of a unit as an administrator keeps them: entered, moved, disabled, with what they may do."""
