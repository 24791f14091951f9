"""Residents see, correct and erase what is kept about them, in all tables and buckets."""
