"""The profile of a resident who uses the Mini App."""
