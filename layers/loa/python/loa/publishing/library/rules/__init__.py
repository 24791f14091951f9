"""What holds for items of the library: kinds, types, checks and texts. Pure rules."""
