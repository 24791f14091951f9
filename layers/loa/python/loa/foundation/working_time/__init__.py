"""Working days and hours of Vietnam: holidays, Tết, the hours in which somebody reads."""
