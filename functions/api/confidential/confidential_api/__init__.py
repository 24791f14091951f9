"""JSON API and pages of denunciations."""
