"""A stage for practice: its sample accounts, and a clean start for each course."""
