"""Figures of a month that the province has released to everybody, without those that point at a person."""
