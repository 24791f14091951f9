"""The officers' guide as books: `python -m infra.guide` takes the pictures anew and sets one PDF a role."""
