"""Start ministack, with six of its habits mended.

Whoever may send a message may send ten at once, as on AWS; a worker that fails is ended alone
(`emulator_workers`); archives of functions are unpacked once (`emulator_layers`); what is scheduled begins
within a second, not ten; a nested stack may hold functions: ministack 1.5.33 expands SAM in the root
alone, CloudFormation at every level; and it may be updated (`emulator_stacks`). Runs in ministack's own
environment (`.tools/emulator`). IAM knows no `sqs:SendMessageBatch`; ministack 1.5.33 asks for it, so a
policy that is right on AWS would be refused here.
"""

from typing import Any

from emulator_layers import shared  # type: ignore[import-not-found]  # beside this script
from emulator_stacks import with_known_attributes  # type: ignore[import-not-found]  # as above
from emulator_workers import only_the_failed_one  # type: ignore[import-not-found]  # as above
from ministack import app  # type: ignore[import-not-found]  # installed in .tools/emulator only
from ministack.core import iam_actions, lambda_runtime  # type: ignore[import-not-found]  # as above
from ministack.services import lambda_svc, scheduler  # type: ignore[import-not-found]  # as above
from ministack.services.cloudformation import _stacks, engine, provisioners  # type: ignore[import-not-found]  # as above

PERMISSIONS = {
    "sqs:ChangeMessageVisibilityBatch": "sqs:ChangeMessageVisibility",
    "sqs:DeleteMessageBatch": "sqs:DeleteMessage",
    "sqs:SendMessageBatch": "sqs:SendMessage",
}


def main() -> None:
    """Serve the local AWS until it is ended; its settings come from the environment."""
    emulated = iam_actions.extract_iam_action

    def corrected(*request: Any, **more: Any) -> str | None:
        action: str | None = emulated(*request, **more)
        return PERMISSIONS.get(action, action) if action else None

    iam_actions.extract_iam_action = corrected
    lambda_svc.invalidate_worker = only_the_failed_one(lambda_runtime, lambda_runtime.invalidate_worker)
    lambda_runtime.zipfile = shared()
    scheduler._SCHEDULE_TICK_INTERVAL = 1  # noqa: SLF001 - seconds; ministack looks every ten
    parsed = engine._parse_template  # noqa: SLF001 - what a nested stack asks for; the root has its own reference
    engine._parse_template = lambda body: engine._apply_transforms(parsed(body))  # noqa: SLF001 - as above
    # Only nested stacks ask for it there; the root has its own reference, and does not forget.
    provisioners._update_resource = with_known_attributes(_stacks, provisioners._update_resource)  # noqa: SLF001 - as above
    app.main()


if __name__ == "__main__":
    main()
