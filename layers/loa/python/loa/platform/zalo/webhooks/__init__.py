"""What Zalo sends: signature, envelope, events."""
