"""The Zalo platform and nothing else: what it sends, what it accepts, how it fails.

Nothing is imported here, so that the webhook loads `signature` and `envelope` alone.
The rules are those of Zalo's documentation (docs.zaloplatforms.com/docs/OA) and of its own SDKs.
"""
