"""What is due every ten minutes."""
