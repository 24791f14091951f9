"""Loa: a province's network of Zalo Official Accounts and its Mini App backend."""
