"""Who read what about residents, and when."""
