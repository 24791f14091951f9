"""What one person has published alone: a second person is told at once, and has to look at it."""

from collections.abc import Callable

from loa.foundation.officers.model import Permission, allowed
from loa.foundation.officers.store import KnownOfficer, OfficerStore
from loa.foundation.units.model import ancestors
from loa.publishing.library.outside import texts
from loa.publishing.library.rows.store import LibraryStore
from loa.publishing.library.rows.task_store import LibraryTask, TaskKind, TaskStore
from loa.publishing.library.rules.model import Item, split_id
from loa.publishing.officers_told import NotificationResult, OfficerTelling, nearest, tell_each


def second_persons(item: Item, registry: OfficerStore) -> list[KnownOfficer]:
    """Who is told: linked approvers of the item's unit, else of the nearest above; not its makers."""
    path = item.unit_path
    return nearest(
        registry,
        (path, *reversed(ancestors(path))),
        lambda officer: (
            officer.is_linked
            and officer.id not in item.urgent_by
            and allowed(officer, Permission.APPROVE_LIBRARY, path)
        ),
    )


def tell_of_urgent(
    province: str,
    *,
    store: LibraryStore,
    telling: OfficerTelling,
    unit_name: Callable[[str], str | None],
    enough: Callable[[], bool],
) -> NotificationResult:
    """Tell of every item that one person published and nobody else has looked at; safe to repeat."""
    tasks = TaskStore(store.table)

    def tell(task: LibraryTask) -> int:
        item, messages = store.item(task.item_id), 0
        if item.urgent_by:
            edition = store.edition(task.item_id, task.edition)
            step = edition.last("publish_urgently")
            words = texts.published_alone(
                unit_name(item.unit_path), edition.content.title, step.note if step else ""
            )
            key = f"urgent-{split_id(task.item_id)[1]}-{task.edition}"
            messages = telling.tell(second_persons(item, telling.registry), key, words)
        tasks.finish(task)
        return messages

    due = tasks.taken(TaskKind.URGENT, province, telling.now, enough)
    return tell_each(due, lambda task: task.item_id, tell)
