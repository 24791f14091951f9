"""A broadcast under way: forecast, plan, sending, reconciliation, completion."""
