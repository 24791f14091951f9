"""What a run moves, in which order, and how far it has come."""
