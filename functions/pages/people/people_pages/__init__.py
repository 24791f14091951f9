"""The pages on which administrators keep the officers of their units."""
