"""What is printed for walls and read over loudspeakers."""
