"""Providers: AWS, Zalo, the weather. The only group that knows boto3 or requests."""
