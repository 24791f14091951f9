"""The console's entrance: signing in and out, today's work, an officer's own page."""
