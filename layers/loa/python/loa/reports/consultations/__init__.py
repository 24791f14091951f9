"""What was said about a draft, article by article."""
