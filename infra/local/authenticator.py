"""Codes of six digits for who tries the console without a phone: `python -m infra.local.authenticator KEY`.

KEY is the text that the page "Cài ứng dụng mã" shows under the square.
"""

import sys
import time

from infra.smoke.signing_in import one_time_code


def main(arguments: list[str]) -> int:
    """Print the code of now."""
    if not arguments:
        print(__doc__, file=sys.stderr)
        return 2
    print(one_time_code("".join(arguments), time.time()))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
