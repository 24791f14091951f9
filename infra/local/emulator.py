"""Start ministack, with AWS's rule for batches: whoever may send a message may send ten at once.

Runs in ministack's own environment (`.tools/emulator`). IAM knows no `sqs:SendMessageBatch`; ministack 1.5.33
asks for it, so a policy that is right on AWS would be refused here.
"""

from typing import Any

from ministack import app  # type: ignore[import-not-found]  # installed in .tools/emulator only
from ministack.core import iam_actions  # type: ignore[import-not-found]  # as above

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
    app.main()


if __name__ == "__main__":
    main()
