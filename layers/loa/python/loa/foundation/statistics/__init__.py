"""Counters of activity, per unit and day: one Query answers a subtree and a month."""
