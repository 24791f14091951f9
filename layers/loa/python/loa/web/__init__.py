'''HTTP: the only room that knows it. For doors (`functions/`) only.

A door in fifteen lines:

    from loa.foundation.officers.model import Action, require
    from loa.web.api.resolver import api
    from loa.web.schemas import WireModel

    app = api("officer")

    class UnitAnswer(WireModel):
        """One unit."""
        path: str
        name: str

    @app.get("/units/<path>", summary="Một đơn vị", tags=["units"])
    def unit(path: str) -> UnitAnswer:
        """Một đơn vị trong phạm vi của cán bộ."""
        require(app.officer(), Action.READ_UNITS, path)
        found = service.unit(path, units=wiring().units)  # raises NotFound: becomes a 404 by itself
        return UnitAnswer(path=found.path, name=found.name)

    def handler(event, context):
        return app.resolve(event, context)

What comes with it, for every route:

* Problems (RFC 9457) in one shape for 400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 500, 502 and 503:
  `type`, `title` (Vietnamese), `status`, `code` (stable, for programs), `detail`, `instance`, `request_id`,
  and `errors: [{"field", "message"}]` for faulty fields. Doors raise `loa.errors`; `loa.web.problems` holds
  the one map to status codes. Whatever is not in the tree is a 500 that tells nothing.
* Bodies up to `max_body_bytes`, JSON only, validated by the models of the route's signature.
* Path and query parameters are the function's arguments; bounds on them are written with Powertools' `Query`
  (`Annotated[int | None, Query(ge=1)]`; pydantic's own `Field` breaks there).
* `app.officer()` is the signed-in officer; `loa.web.paging` makes and reads cursors;
  `loa.web.idempotency.once` makes a POST safe to repeat.
* The OpenAPI document comes from the routes: `loa.web.api.openapi.document(app, …)`, printed by
  `python -m loa.web.api.openapi officer_api.handler:app`.

Measured in fresh processes on 2026-11-21 (CPU time, ratio to `boto3.client("sqs")`): resolver, validation,
eight models, Logger and a table 1.8; the same with models validated by hand 1.8; without pydantic 1.35. The
validation itself is free once pydantic is loaded, so routes are validated and the document is generated.
'''
