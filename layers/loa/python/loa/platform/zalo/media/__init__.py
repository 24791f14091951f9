"""Files to and from Zalo."""
