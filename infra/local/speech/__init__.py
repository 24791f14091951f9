"""A double of Zalo's speech service (see README.md)."""
