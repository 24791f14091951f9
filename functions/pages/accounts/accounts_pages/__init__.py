"""The consent flow: pages and the callback of Zalo."""
