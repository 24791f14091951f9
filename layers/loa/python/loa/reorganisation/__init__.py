"""Units merge, split and are renamed on a date: a plan, its approval, and the moves that carry it out."""
