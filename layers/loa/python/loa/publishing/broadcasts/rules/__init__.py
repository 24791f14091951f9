"""What a broadcast is and may become: pure rules."""
