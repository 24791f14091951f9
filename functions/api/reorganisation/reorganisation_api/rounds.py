"""One round of the reorganisations that are running, as far as the time allows."""

from typing import Any, Final

from aws_lambda_powertools import Logger

from loa import clock
from loa.bootstrap import foundation, publishing
from loa.bootstrap.across import reorganisation
from loa.reorganisation.running.jobs import run
from reorganisation_api.pictures import FarewellDrawings

SPARE_MILLISECONDS: Final = 6_000
"""No further step with less time than this; the next round goes on."""

logger = Logger()


def work_off(context: Any) -> dict[str, Any]:
    """Go on with each reorganisation; answers how much was moved, and which have come to their end."""
    moved, done = 0, []
    store = reorganisation.reorganisations()
    for found in store.all(foundation.province()):
        result = run(
            found,
            store=store,
            stores=reorganisation.moving(FarewellDrawings(publishing.blobs())),
            now=clock.now(),
            enough=lambda: context.get_remaining_time_in_millis() < SPARE_MILLISECONDS,
        )
        moved += result.moved
        done += [found.on.isoformat()] if result.is_done else []
        if result.faults:
            logger.error("steps of a reorganisation failed", extra={"at": result.faults})
    if moved or done:
        logger.info("reorganisation", extra={"moved": moved, "done": done})
    return {"moved": moved, "done": done}
