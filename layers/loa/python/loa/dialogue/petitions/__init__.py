"""Cases that residents raise and follow on our own pages, without Zalo."""
