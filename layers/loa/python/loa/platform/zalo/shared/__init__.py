"""What all functions that ask Zalo share."""
