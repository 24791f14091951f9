"""Units, officers, accounts, working time and counters: what every other group stands on."""
