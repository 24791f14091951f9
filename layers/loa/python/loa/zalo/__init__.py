"""The Zalo platform and nothing else: what it sends, what it accepts, how it fails.

Nothing is imported here, so that the webhook loads `signature` and `envelope` alone.
The rules come from the platform reference, quoted as "zalo.md section N".
"""
