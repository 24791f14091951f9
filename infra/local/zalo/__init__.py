"""A double of the Zalo platform for development and tests: all of Zalo's hosts on one local port.

Run it alone with ``python -m infra.local.zalo --port 8700``; README.md beside this file shows its use.
The platform's behaviour is that of zalo.md; where zalo.md is uncertain (section 16), a setting decides.
"""
