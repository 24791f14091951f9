"""AWS: the only room that knows boto3."""
