"""Denunciations: handled apart from cases, open to few, with every access logged."""
