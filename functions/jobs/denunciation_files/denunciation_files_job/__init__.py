"""Copies files of denouncers."""
