"""The use cases of cases: opening, transitions, notifications, sweep."""
