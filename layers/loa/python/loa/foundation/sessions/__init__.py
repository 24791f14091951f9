"""Sessions of officers in the console: who is signed in where, and until when."""
