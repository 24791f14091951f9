"""JSON API of pictures."""
