"""Surveys, for residents."""
