"""Consultations: opinions on a draft, node by node, grouped and answered."""
