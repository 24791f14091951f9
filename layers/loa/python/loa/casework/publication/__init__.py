"""Publication of answered cases: redaction, pictures, release."""
