"""Dated rules that replace those of the code without a new release: where they are kept."""
