"""A reorganisation carried out on a copy of a stage's tables: nothing of the stage is changed."""
