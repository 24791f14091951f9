"""Work that changes hands: of officers who left, and what the unit above was to read first and has not."""
