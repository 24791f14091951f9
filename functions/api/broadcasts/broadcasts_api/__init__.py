"""JSON API of broadcasts."""
