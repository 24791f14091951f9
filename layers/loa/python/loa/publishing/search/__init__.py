"""Search in what residents may read: one SQLite file in S3, which one function makes and another reads."""
