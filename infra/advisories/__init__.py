"""Known vulnerabilities of the packages in uv.lock, as data of this repository."""
