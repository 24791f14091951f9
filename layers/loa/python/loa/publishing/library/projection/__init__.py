"""The projection of the library that residents read: published rows and nothing else."""
