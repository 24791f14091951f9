"""What units publish: articles, pictures, the library, broadcasts, the weather."""
