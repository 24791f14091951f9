"""The body of an item as officers write it: parts without tags, and what differs between two editions."""
