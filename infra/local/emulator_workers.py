"""What ministack 1.5.33 does with a Lambda worker that failed: only that one is ended.

It ends all workers of the function, those in the middle of an invocation too; each of them then fails in turn
and ends those that were started meanwhile: one worker that dies while it starts is enough for that to go on
for ever on a busy machine. On AWS an environment that fails is alone.
"""

import inspect
from collections.abc import Callable
from types import FrameType
from typing import Any


def only_the_failed_one(runtime: Any, invalidate: Callable[..., None]) -> Callable[..., None]:
    """Return what takes the place of `invalidate_worker` where functions are executed.

    Args:
        runtime: ministack's module of workers.
        invalidate: its own `invalidate_worker`, for whoever deploys or deletes a function.
    """

    def ended(*function: Any, **more: Any) -> None:
        failed = _worker_of(inspect.currentframe())
        if failed is None:
            invalidate(*function, **more)
            return
        with runtime._lock:  # noqa: SLF001 - as its own functions do
            for pool in runtime._workers.values():  # noqa: SLF001 - as above
                if failed in pool:
                    pool.remove(failed)
        runtime.kill_workers([failed])

    return ended


def _worker_of(frame: FrameType | None) -> Any:
    """Return the worker with which the caller has just failed; None: it has none."""
    caller = frame.f_back if frame else None
    return caller.f_locals.get("worker") if caller else None
