"""Templates: how they are compiled at build, and how a page is made of one."""

from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import BaseLoader, Environment, ModuleLoader, StrictUndefined

from loa.clock import local_day, to_text
from loa.platform.layers import layer_folder
from loa.settings import is_practice
from loa.web.pages import assets, formats
from loa.web.pages.preferences import own_path

PACKAGE: Final = "page_templates"
"""The folder of compiled templates in the layer `pages`, beside `loa.web.pages.assets.PACKAGE`."""

_FILTERS: Final = (
    formats.day,
    formats.weekday,
    formats.weekday_name,
    formats.lunar,
    formats.near_weekday,
    formats.day_number,
    formats.month_number,
    formats.hour,
    formats.clock_time,
    formats.moment,
    formats.near_day,
    formats.stamp,
    formats.mid_sentence,
    formats.number,
    formats.size,
    formats.phone,
    formats.grouped,
    own_path,
    local_day,
    to_text,
)


def environment(loader: BaseLoader) -> Environment:
    """Return the environment of all templates, for the build as for the functions: both must agree.

    Whatever a template writes is escaped; a name that it was not given is an error, not an empty text.
    """
    made = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters.update({each.__name__: each for each in _FILTERS})
    made.globals.update(asset=assets.address, is_practice=is_practice)
    return made


def render(template: str, **context: Any) -> str:
    """Return the HTML of a template such as `public/home.html`.

    Raises:
        jinja2.TemplateNotFound: it does not exist, or the layer `pages` is not there.
        jinja2.UndefinedError: it needs more than it was given.
    """
    return _compiled().get_template(template).render(**context)


@cache
def _compiled() -> Environment:
    folder = layer_folder(PACKAGE)
    return environment(ModuleLoader(folder))


def compile_all(sources: Path, target: Path) -> None:
    """Compile the templates under `sources` into Python modules in `target`.

    Raises:
        jinja2.TemplateSyntaxError: one of them is wrong.
    """
    from jinja2 import FileSystemLoader  # noqa: PLC0415 - at build only

    environment(FileSystemLoader(sources)).compile_templates(
        target, zip=None, ignore_errors=False, extensions=["html", "xml"]
    )
