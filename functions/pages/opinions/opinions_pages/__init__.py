"""Surveys and consultations, for residents."""
