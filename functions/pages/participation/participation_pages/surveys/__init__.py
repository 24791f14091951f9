"""Pages of officers about surveys."""
