"""What ministack 1.5.33 forgets when it updates a nested stack: the attributes of what stays the same in it.

The root hands each resource's attributes to the update; a nested stack does not, so that the first
`Fn::GetAtt` of something unchanged (a log group's `Arn`) ends the whole update.
"""

from collections.abc import Callable, Mapping
from typing import Any

Updated = tuple[str, dict[str, Any]]


def with_known_attributes(
    stacks: Mapping[str, dict[str, Any]], update: Callable[..., Updated]
) -> Callable[..., Updated]:
    """Return what takes the place of `_update_resource` where nested stacks are updated.

    Args:
        stacks: ministack's stacks by name, nested ones among them.
        update: its own `_update_resource`.
    """

    def updated(kind: str, resource: str, old: Any, new: Any, stack: str, logical: str) -> Updated:
        known = stacks[stack]["_resources"][logical]["Attributes"]
        return update(kind, resource, old, new, stack, logical, known)

    return updated
