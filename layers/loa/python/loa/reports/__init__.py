"""Reports of activity: one table, shown as JSON or as a sheet that a person can print."""
