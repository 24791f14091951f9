"""Give Lambda workers of the local stack what Lambda gives them: standard library, layers, their own code.

ministack starts its workers with its own interpreter, whose packages a function could then import by
accident: it would work here and fail on AWS. This folder is on PYTHONPATH of ministack and so of its workers.
"""

import os
import sys

if "_LAMBDA_FUNCTION_ARN" in os.environ:
    here = os.path.dirname(__file__)  # noqa: PTH120 - every start pays for what is imported here
    sys.path[:] = [entry for entry in sys.path if entry != here and not entry.endswith("site-packages")]
    os.environ.pop("PYTHONPATH", None)
