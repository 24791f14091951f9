"""How denunciations are stored."""
