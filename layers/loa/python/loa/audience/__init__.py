"""The people: followers, and what they write."""
