"""Does a deployed stage work? `make smoke STAGE=…`: the things that only the place itself can show."""
