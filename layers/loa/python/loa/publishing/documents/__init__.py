"""Documents and sound of items: what officers upload beside pictures."""
