"""How cases are stored: keys, rows, access patterns."""
