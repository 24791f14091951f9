"""Rules of contests, without clock, chance or network: anybody can compute them again."""
