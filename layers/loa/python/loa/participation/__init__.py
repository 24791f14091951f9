"""Residents take part: contests on the law, surveys."""
