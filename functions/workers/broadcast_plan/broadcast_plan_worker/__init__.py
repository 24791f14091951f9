"""Plans an approved broadcast."""
