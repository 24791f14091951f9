"""Looks at files that officers put into the bucket, before they are files of the library."""
