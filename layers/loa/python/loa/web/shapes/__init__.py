"""JSON shapes that several APIs share."""
