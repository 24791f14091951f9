"""Shapes that several functions share: of JSON, and of what forms offer."""
