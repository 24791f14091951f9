"""The form of residents, and the pages of the cases that come of it."""
