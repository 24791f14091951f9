"""What contests, surveys and consultations share: who is invited, from when to when, one entry a person."""
