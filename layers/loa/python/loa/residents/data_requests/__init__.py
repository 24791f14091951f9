"""What residents ask about their data: requests with a deadline, and what became of each."""
