"""Exchange of cases with other systems."""
