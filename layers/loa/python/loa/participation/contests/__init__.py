"""Contests on knowledge of the law: bank, rounds, sheets, marking, the public lot, the ranking of units."""
