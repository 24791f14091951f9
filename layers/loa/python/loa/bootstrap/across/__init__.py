"""Builders of services that work across the tables of all packages."""
