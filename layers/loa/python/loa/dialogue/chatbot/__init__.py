"""The menu and the intake dialogues: pure rules from an input to the next turn."""
