"""Documents: typst sets those for paper from templates of the layer `documents`; sheets are read as text."""
