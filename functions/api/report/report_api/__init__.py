"""JSON API of reports."""
