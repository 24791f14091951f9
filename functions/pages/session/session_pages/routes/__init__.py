"""Routes of the entrance; each module adds its own to a resolver."""
