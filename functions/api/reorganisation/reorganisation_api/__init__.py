"""The reorganisation of units: its plan, decisions, approval, run and progress."""
