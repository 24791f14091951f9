"""What came of a survey, as it was published."""
