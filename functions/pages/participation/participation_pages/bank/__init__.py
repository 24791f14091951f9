"""The bank of questions of contests: written one by one or taken from a sheet, checked by a second person."""
