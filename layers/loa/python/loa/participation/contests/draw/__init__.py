"""The end of a round: its lot is drawn, and the entries that lead are looked at."""
