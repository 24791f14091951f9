"""Items that come from elsewhere: a sheet, or what another site publishes."""
