"""A broadcast before it is sent: drafts, localisation, approval, weekly series."""
