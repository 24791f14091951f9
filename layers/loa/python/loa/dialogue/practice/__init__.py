"""Sample residents of a stage for practice: what they write, and how they answer an officer."""
