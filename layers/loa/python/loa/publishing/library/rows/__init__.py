"""How items and editions are kept in the Content table."""
