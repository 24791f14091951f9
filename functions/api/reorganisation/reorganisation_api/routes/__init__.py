"""Routes of the function reorganisation."""
