"""Surveys: questions of eight types, conditions, nameless answers, tables that give nobody away."""
