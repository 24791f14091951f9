"""`make bench`: the budgets of the design, measured on this machine and printed beside their floors."""
