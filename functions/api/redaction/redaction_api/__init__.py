"""JSON API that covers parts of pictures."""
