"""What pages of the console are put together from: lines of items, a form with a sheet."""
