"""Documents for paper: typst sets them from templates of the layer `documents` (its README)."""
