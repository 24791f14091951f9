'''Pages: HTML for browsers, made from templates, for residents and for officers.

A function that answers with pages:

    from loa.web.pages.forms import Control, Form, FormModel
    from loa.web.pages.resolver import Html, pages

    app = pages("public", layout="public/layout.html", context=shared)

    class ProgressForm(FormModel):
        """Which case somebody asks about."""
        code: Annotated[str, Field(title="Mã hồ sơ", max_length=20), Control(width="small")]

    @app.get("/theo-doi")
    def ask() -> Html:
        return app.page("public/ask.html", form=Form(ProgressForm))

    @app.post("/theo-doi")
    def show() -> Html:
        form = Form.sent(ProgressForm, app.form_data())
        if form.value is None:
            return app.page("public/ask.html", form=form, status=422)  # everything typed is still there
        return app.redirect(f"/theo-doi/{form.value.code}")

What comes with it, for every page:

* Templates of `layers/pages/templates`, escaped by default; a name that a template does not get is an error.
  `templates/parts` holds the components, `templates/base.html` the one skeleton; a page extends `layout`.
* `?part=1` gives what stands in `main` alone, for the shell of the Mini App.
* Security headers, Content-Security-Policy without anything inline, compression, `ETag` where a page may be
  kept (`loa.web.pages.answers`).
* What a person has chosen to see: size of letters, no pictures (`loa.web.pages.preferences`).
* A POST from another site is refused; errors become pages with the same words as problems.

Jinja2 and the compiled templates are in the layer `pages`; they load with the first page, so that a function
that answers JSON too pays nothing for it before.
'''
