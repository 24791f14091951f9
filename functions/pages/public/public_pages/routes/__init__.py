"""Routes of residents' pages."""
