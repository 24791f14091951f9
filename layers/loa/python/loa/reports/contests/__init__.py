"""What came of a contest, round by round."""
