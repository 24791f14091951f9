"""Detection of denunciations in what residents write: made, hinted at, or only mentioned."""
