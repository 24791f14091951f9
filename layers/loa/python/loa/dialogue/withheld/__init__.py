"""Messages held back because a denunciation may follow."""
