"""The work on denunciations: intake, investigators, files, the sweep."""
