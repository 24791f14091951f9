"""Loa: a province's network of Zalo Official Accounts and its Mini App backend."""

import gc
import logging

from loa.startup import lazy_methods

lazy_methods.install()

# A cold start makes up to 130,000 objects that stay, and hardly any garbage. With Python's own threshold of
# 2,000 the collector looks through each of them meanwhile: a tenth of the whole start. It stays on.
gc.set_threshold(200_000)

# At level DEBUG these log requests and answers whole: tokens, secrets, phone numbers, what residents write.
for _name in ("aws_lambda_powertools", "boto3", "botocore", "PIL", "requests", "s3transfer", "urllib3"):
    logging.getLogger(_name).setLevel(logging.WARNING)
