"""The library of the local stack: sample items, and how they are loaded."""
