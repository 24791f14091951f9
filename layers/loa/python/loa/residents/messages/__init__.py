"""Messages to one resident, each sent at most once, with a ledger row of its own."""
