"""Text that people type or paste: cleaned once where it comes in, folded where it is compared."""
