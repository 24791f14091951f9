"""What a report says besides its tables: its letter, its opening, the period before, its charts."""
