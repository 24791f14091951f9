"""Answered cases made public: redaction, pictures, release."""
