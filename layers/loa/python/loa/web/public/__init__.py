"""What functions with pages for residents share."""
