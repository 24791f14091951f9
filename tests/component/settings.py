"""Values that fixtures and tests of the doors share."""

CONSENT_KEY = "k" * 64
SCHEDULES = "loa"
