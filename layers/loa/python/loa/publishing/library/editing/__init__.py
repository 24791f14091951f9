"""What officers do with the library: the use cases."""
