"""How words are written: without marks, with the marks of the province, by an input method that is off."""
