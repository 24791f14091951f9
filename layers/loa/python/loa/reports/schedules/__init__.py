"""Reports that are made by themselves: every week for each unit, every month and quarter for the province."""
