"""JSON API of cases."""
