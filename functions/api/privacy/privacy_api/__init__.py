"""JSON API of requests about personal data."""
