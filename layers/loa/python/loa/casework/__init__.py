"""What must be answered: cases, their publication and exchange, denunciations."""
