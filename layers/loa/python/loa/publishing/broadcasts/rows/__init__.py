"""How broadcasts and deliveries are stored."""
