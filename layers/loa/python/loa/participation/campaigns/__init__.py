"""What contests and surveys share: who is invited, from when to when, one entry a person."""
