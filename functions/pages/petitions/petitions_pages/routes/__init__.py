"""Routes of the form and of the pages of cases."""
