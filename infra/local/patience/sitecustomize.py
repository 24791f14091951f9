"""Let `sam deploy` wait for a busy local AWS.

botocore waits 60 s for an answer and then asks again. An emulator on a busy machine may take longer over a
change set; asked again, it answers that there is one of that name, and the deploy fails. The SAM CLI has no
setting for this: this folder is on its PYTHONPATH instead.
"""

from botocore.config import Config

Config.OPTION_DEFAULTS["read_timeout"] = 600  # type: ignore[assignment]  # s; its stubs know None alone
