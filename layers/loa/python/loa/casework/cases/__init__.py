"""Cases: what residents ask, report or propose, from receipt to an answer that they accept."""
