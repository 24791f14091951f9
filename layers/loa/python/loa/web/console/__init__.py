'''The officers' console: each officers' function serves pages beside its JSON routes, under /console/AREA/….

    from loa.bootstrap.foundation import console_dependencies
    from loa.web.console.resolver import console

    app = console("conversations", area="/console/tin-nhan", dependencies=console_dependencies)

    class ReplyForm(FormModel):
        """What an officer answers."""
        words: Annotated[str, Field(title="Trả lời", min_length=1, max_length=2_000)]

    @app.get("/console/tin-nhan/<oa_id>/<user_id>")
    def thread(oa_id: str, user_id: str) -> Html:
        found = service().find(oa_id, user_id, officer=app.officer(), may=Permission.READ_CONVERSATIONS)
        return app.page("console/conversations/thread.html", thread=found, form=Form.empty(ReplyForm))

    @app.post("/console/tin-nhan/<oa_id>/<user_id>/tra-loi")
    def reply(oa_id: str, user_id: str) -> Html:
        form = app.sent(ReplyForm)
        if form.value is None:
            return app.page("console/conversations/thread.html", status=422, form=form, …)
        here = f"/console/tin-nhan/{oa_id}/{user_id}"
        return app.done(lambda: service().reply(…, key=app.key()), to=here, say="Đã gửi.")

and in the function's handler, JSON and pages side by side:

    def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
        return (pages if is_console(event) else app).resolve(event, context)

What comes with it, before any route runs:

* Nobody who is not signed in gets further than the sign-in page; what an officer may do is read each time.
* A POST proves it comes from a page of this session: relation, origin, and the masked token in `csrf`.
* A form is done once, however often it is sent: `done` keeps for a day where it led, under the field `khoa`.
  `{{ hidden }}` holds both fields; `whole(form, …, hidden=hidden)` of `parts/forms.html` writes them.
* Polling (`live`) never prolongs a session, and an unchanged part is answered with 204.
* `require_recent_factor` asks for the second factor again before a sensitive act, and comes back.
'''
