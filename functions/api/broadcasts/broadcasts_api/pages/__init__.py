"""Pages of broadcasts in the console, under /console/truyen-thong: write, approve, follow; words of units."""

from broadcasts_api.pages import cascade, decide, follow, lists
from broadcasts_api.pages.app import app
from broadcasts_api.pages.writing import correct, pictures, ready, steps, trial, weekly

__all__ = [
    "app",
    "cascade",
    "correct",
    "decide",
    "follow",
    "lists",
    "pictures",
    "ready",
    "steps",
    "trial",
    "weekly",
]
