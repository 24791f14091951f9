"""Providers: AWS and Zalo. The only group that knows boto3 or requests."""
