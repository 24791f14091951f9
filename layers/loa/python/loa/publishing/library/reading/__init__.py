"""What residents read of the library: from the table Published alone."""
