"""What makes cold starts shorter."""
