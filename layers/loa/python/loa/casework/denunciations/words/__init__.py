"""What residents write of denunciations: who denounces, who hints at it, who only mentions the word."""
