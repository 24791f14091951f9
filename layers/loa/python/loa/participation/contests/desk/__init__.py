"""What officers do with contests: the bank, rounds, entries that are worth a look."""
