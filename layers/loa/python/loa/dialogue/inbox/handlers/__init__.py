"""One module for each kind of webhook event."""
