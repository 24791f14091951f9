"""The people of the Front's network: who is registered at each unit, connected to its account, and active."""
