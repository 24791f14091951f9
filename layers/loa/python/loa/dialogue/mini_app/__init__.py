"""What a resident of the Mini App does with what is theirs: their cases, their accounts, their data."""
