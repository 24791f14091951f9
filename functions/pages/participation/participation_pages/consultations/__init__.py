"""Consultations: the draft, its opinions in groups, answers, conferences."""
