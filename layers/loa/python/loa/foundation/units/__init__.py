"""The units of the province: dated, with paths, kinds, names and successors."""
