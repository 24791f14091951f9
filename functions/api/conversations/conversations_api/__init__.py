"""JSON API of conversations."""
