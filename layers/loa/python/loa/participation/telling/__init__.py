"""Whoever gave an opinion hears on Zalo what became of it, once."""
