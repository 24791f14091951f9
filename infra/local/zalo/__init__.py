"""A double of the Zalo platform for development and tests: all of Zalo's hosts on one local port.

Run it alone with ``python -m infra.local.zalo --port 8700``; README.md beside this file shows its use.
It behaves as zalo/README.md says of the platform; where that is uncertain (16), a setting decides.
"""
