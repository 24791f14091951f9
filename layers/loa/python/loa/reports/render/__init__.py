"""A report's tables as a file that a person, or a program, opens."""
