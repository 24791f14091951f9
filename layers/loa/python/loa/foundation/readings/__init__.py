"""Who read what about residents, who did what, and when."""
