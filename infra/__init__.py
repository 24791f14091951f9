"""Nested templates, local stack, units, decisions and runbooks."""
