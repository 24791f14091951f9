"""Cases of another system, and ours for another one: files that come in and go out, for administrators."""
