"""The activity report, for whoever asks; ledgers of broadcasts and lists of cases, as sheets or papers.

* invoked directly by an administrator: `{"unit": "40", "from": "2026-11-01", "to": "2026-11-30",
  "format": "xlsx"}` (or `docx`, `pdf`, `html`, `json`) → `{"url", "key", "file_name", "size",
  "expires_at", "unit", "from", "to", "total"}`; bad input: `{"error": {"code", "message", "fields"}}`;
* every ten minutes in the morning: `{"task": "scheduled"}`, the reports of the last week, month and quarter;
* `POST /reports` by an officer, with the same body; answered the same, or with a problem;
* `POST /broadcasts/{id}/ledger` by an officer: who got the broadcast, who did not, and why;
* `POST /approvals/sheet` by an officer: a week's approvals that were given without looking, and emergencies;
* `GET /network`, `POST /network/sheet` by an officer: the Front's people who are reached, and who is missing;
* pages of the console under `/console/bao-cao`;
* `POST /cases/sheet` by an officer: the cases received in a period, where each stands, when it is due.

Each half is loaded with the first request for it: pages, JSON, or the round.
"""

from typing import Any, Final

import loa  # noqa: F401 - first: while the rest loads, there is nothing to collect
from loa.web.console.resolver import is_console

SCHEDULED: Final = "scheduled"
"""The task of the morning's rounds."""


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Answer API Gateway or an administrator, or make the reports that are due."""
    if is_console(event):
        from report_api.pages import pages  # noqa: PLC0415 - see above

        return pages.resolve(event, context)
    if event.get("task") == SCHEDULED:
        from report_api.rounds import work_off  # noqa: PLC0415 - see above

        return work_off(context)
    from report_api.routes import app, invoked  # noqa: PLC0415 - see above

    return app.resolve(event, context) if "requestContext" in event else invoked(event)
