"""The Official Accounts: connecting them, keeping their tokens alive, their health."""
