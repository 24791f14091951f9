"""The tables that reports show."""
