"""What a resident's text means: emergencies, denunciations, yes and no, codes, ratings."""
