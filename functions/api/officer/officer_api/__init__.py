"""JSON API of units, officers and articles."""
