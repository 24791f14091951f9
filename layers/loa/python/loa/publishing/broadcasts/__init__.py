"""Broadcasts: one approved message through many accounts, and the ledger of its deliveries."""
