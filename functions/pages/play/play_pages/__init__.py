"""Contests: what there is, and starting a try. Nothing here can read what is right."""
