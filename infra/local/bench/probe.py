"""A fresh process that does what a cold start does: `probe.py TASK OPT PROGRAM` prints its CPU seconds.

Run without site-packages and without writing bytecode, as Lambda runs: the function's folder and the merged
layers are all there is.
"""

import time

STARTED = time.process_time()

import sys  # noqa: E402 - the clock starts first

task, opt, program = sys.argv[1:4]
sys.path[:0] = [task, opt]
exec(program, {"__name__": "__init__"})  # noqa: S102 # nosec B102 - the bench's own line
sys.stdout.write(f"{time.process_time() - STARTED}\n")
