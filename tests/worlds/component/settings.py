"""Values that fixtures and tests of the doors share."""

CONSENT_KEY = "k" * 64
SCHEDULES = "loa"
PICTURE = b"\x89PNG\r\n\x1a\n"
"""How every picture begins that lies at another address."""
