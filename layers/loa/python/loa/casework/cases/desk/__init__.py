"""What officers ask at a desk about cases: the next step, lists and searches, names, work given to others."""
