"""JSON for the Mini App."""
