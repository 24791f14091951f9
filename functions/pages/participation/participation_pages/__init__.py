"""Contests, surveys and consultations, for officers."""
