"""What contests, consultations and surveys share: who is invited, from when to when, one entry a person."""
