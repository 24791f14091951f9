"""The smoke test of a deployed stage, at the local one: every step passes, and nothing is left behind."""

from infra.smoke.__main__ import smoke
from infra.smoke.place import TABLES
from infra.smoke.steps import STEPS
from infra.stages import local_stage
from tests.e2e.town import Town


def test_every_step_passes_here_and_nothing_is_left(town: Town) -> None:
    said: list[str] = []
    outcome = smoke(local_stage(town.stack), ahead=5, say=said.append)
    assert outcome == {name: "ok" for name, _, _ in STEPS}, "\n".join(said)
    (oa_id,) = {
        word
        for line in said
        for word in line.split()
        if line.startswith("✓ Connection") and word.isdigit() and len(word) > 15
    }
    town.unit()  # the next one, if no test has it, was smoke's, and its numbers stay: nobody may count there
    for name in TABLES:
        left = [
            row
            for row in town.rows(name)
            if oa_id in f"{row['partition']} {row['sort']} {row.get('oa_id', '')}"
        ]
        assert left == [], name
    users = town.client("cognito-idp").list_users(UserPoolId=town.stack.outputs["UserPoolId"])["Users"]
    assert [user["Username"] for user in users if user["Username"].startswith("smoke-")] == []
