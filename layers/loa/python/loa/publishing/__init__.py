"""What units publish: articles, pictures, broadcasts."""
