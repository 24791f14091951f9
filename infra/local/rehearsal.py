"""The reorganisation of the province, rehearsed at the end of the demo, and measured.

`make demo STRUCTURE=2024-09 REORGANISE=2025-07` goes through both steps of the record: 460 communes become
412, and then 130. What is compared before and after is asked of the running stack, not of the plan.
"""

import hashlib
from dataclasses import dataclass
from typing import Any, Final

from infra.local import officers
from infra.local.client import Session, session
from infra.local.state import LocalStack, Officer
from infra.local.story import Story
from infra.local.storyteller import StoryFailed

STEPS: Final = (("2024-12", "2024-12-01"), ("2025-07", "2025-07-01"))
"""Structure and its first day, in order."""
SECOND: Final = Officer(
    "second-administrator", officers.PASSWORD, "Cao Thị Soát", officers.PROVINCE, ("administrator",)
)
ANOTHER_DAY: Final = {"follower_cap_day": 1_000, "follower_cap_month": 1_000, "broadcast_quota_month": 0}
"""Months lie between the demo's broadcast and a farewell, here minutes: what Zalo has counted today of each
follower must not hold the farewell until tomorrow. How a delivery waits for that is shown by other tests."""
MOST_ROUNDS: Final = 200
MOST_CUT_OFF: Final = 5
"""Rounds in a row that do not come to their own end."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What the stack says there is.

    Attributes:
        followers, messages: by the report of the month.
        cases: by the list of the province: id and unit of each.
        conversations: that wait, by the worklist of the province.
        accounts: by the page of account health.
    """

    followers: int
    messages: int
    cases: dict[str, str]
    conversations: int
    accounts: int


@dataclass
class Rehearsal:
    """Reorganises the province of a running stack.

    Attributes:
        story: asks it.
        stack: the running stack.
    """

    story: Story
    stack: LocalStack

    def tell(self, to: str) -> dict[str, Any]:
        """Go step by step to a structure; answers what `build/demo.json` says of it.

        Raises:
            StoryFailed: there is no way to that structure, or a step did not come to its end.
        """
        names = [name for name, _ in STEPS]
        if to not in names or to == self.stack.structure:
            raise StoryFailed(f"REORGANISE={to} is none of {', '.join(names)} after {self.stack.structure}")
        first = names.index(self.stack.structure) + 1 if self.stack.structure in names else 0
        self._enter_second()
        self.story.zalo("/settings", ANOTHER_DAY)
        before, decided, told, left = self.measure(), 0, 0, 0
        for _, day in STEPS[first : names.index(to) + 1]:
            self._live_on(day)
            decisions, retired = self._planned(day)
            decided += decisions
            left += self._run(day)
            told += self._told(day) if retired else 0
        after = self.measure()
        present = {unit["path"] for unit in self.story.units()}
        lost = sorted(case for case, unit in after.cases.items() if unit not in present)
        return {
            "from": self.stack.structure,
            "to": to,
            "accounts_kept": after.accounts,
            "accounts_retired": before.accounts - after.accounts,
            "decisions": decided,
            "followers_before": before.followers,
            "followers_after": after.followers,
            "cases_before": len(before.cases),
            "cases_after": len(after.cases),
            "totals_equal": (before.followers, before.messages, before.conversations, before.cases.keys())
            == (after.followers, after.messages, after.conversations, after.cases.keys()),
            "cases_without_unit": len(lost),
            "left_for_people": left,
            "accounts_told": told,
        }

    def measure(self) -> Measured:
        """Ask what there is."""
        total = self.story.report("json")[0]["total"]
        cases = self._listed("/cases?unit=40&all=true&limit=100")
        waiting = self._listed("/conversations?unit=40&below=true&limit=100")
        accounts = self.story.api("administrator", "GET", "/accounts")["counts"]
        return Measured(
            followers=total["followers"],
            messages=total["messages_in"],
            cases={case["case_id"]: case["unit"] for case in cases},
            conversations=len(waiting),
            accounts=accounts["connected"],
        )

    def _listed(self, path: str) -> list[Any]:
        found, cursor = list[Any](), ""
        while True:
            page = self.story.api("editor", "GET", f"{path}&cursor={cursor}" if cursor else path)
            found += page["items"]
            cursor = page.get("next") or ""
            if not cursor:
                return found

    def _enter_second(self) -> None:
        aws = self._aws
        officers.create(aws, self.stack.outputs["UserPoolId"], [SECOND])
        officers.enter(aws, self.stack.outputs["RosterFunctionName"])
        self.stack.officers = [*self.stack.officers, SECOND]

    @property
    def _aws(self) -> Session:
        return session(self.stack)

    def _live_on(self, day: str) -> None:
        """Let every function take a day for today's structure; their processes begin anew."""
        functions = self._aws.client("lambda")
        pages = functions.get_paginator("list_functions").paginate()
        for function in (each for page in pages for each in page["Functions"]):
            given = function.get("Environment", {}).get("Variables", {})
            if given.get("UNITS_AS_OF"):
                functions.update_function_configuration(
                    FunctionName=function["FunctionName"],
                    Environment={"Variables": given | {"UNITS_AS_OF": day}},
                )

    def _planned(self, day: str) -> tuple[int, int]:
        """Have a plan made, decided and approved by two people.

        Returns:
            How many decisions people had, and how many accounts retire.
        """
        api, path = self.story.api, f"/reorganisations/{day}"
        api("administrator", "POST", "/reorganisations", {"on": day})
        plan = api("administrator", "POST", f"{path}/decisions", {"suggested": True})
        while open_ones := [each for each in plan["decisions"] if not each["chosen"]]:
            one = open_ones[0]  # the rules suggest nothing: people take the first
            choice = {"decision": one["decision"], "choice": one["options"][0]}
            plan = api("administrator", "POST", f"{path}/decisions", choice)
        if not plan["totals_equal"]:
            raise StoryFailed(f"the plan of {day} loses something: {plan['before']}, {plan['after']}")
        seen = {"digest": plan["digest"]}
        api("administrator", "POST", f"{path}/submission", seen)
        api(SECOND.username, "POST", f"{path}/approval", seen)
        api(SECOND.username, "POST", f"{path}/start", {})
        return len(plan["decisions"]), plan["accounts_retired"]

    def _run(self, day: str) -> int:
        """Invoke round after round until it is done; answers how much is left for people.

        A round that is cut off on a busy machine is followed by the next one, as on AWS.
        """
        cut_off = 0
        for _ in range(MOST_ROUNDS):
            answer = self._aws.client("lambda").invoke(
                FunctionName=self.stack.outputs["ReorganisationFunctionName"], Payload=b"{}"
            )
            said = answer["Payload"].read().decode()
            cut_off = cut_off + 1 if "FunctionError" in answer else 0
            if cut_off > MOST_CUT_OFF:
                raise StoryFailed(f"rounds of the reorganisation fail: {said[:500]}")
            shown = self.story.api("administrator", "GET", f"/reorganisations/{day}")["reorganisation"]
            self.story.advance(shown["position"], shown["steps"])
            if shown["state"] == "done":
                return int(shown["left"])
            self._need_not_wait(day)
        raise StoryFailed(f"the reorganisation of {day} does not come to its end")

    def _need_not_wait(self, day: str) -> None:
        """Begin the next pass at once: nobody writes meanwhile, so no process knows an old unit."""
        table = self._aws.table(self.stack.outputs["UnitsTableName"])
        key = {"partition": "reorganisation#40", "sort": f"plan#{day}"}
        if table.get_item(Key=key, ConsistentRead=True)["Item"]["progress"]["again_at"]:
            table.update_item(
                Key=key,
                UpdateExpression="SET #p.#a = :now",
                ExpressionAttributeNames={"#p": "progress", "#a": "again_at"},
                ExpressionAttributeValues={":now": ""},
            )

    def _told(self, day: str) -> int:
        """Wait until the followers of retired accounts are told; answers through how many accounts."""
        name = hashlib.sha256(f"after:farewell:40:{day}".encode()).hexdigest()[:22]
        ledger = self.story.wait_for_broadcast(name)
        return ledger["sent"]


def sums_of(told: dict[str, Any] | None) -> dict[str, tuple[Any, Any]]:
    """Return what has to hold of a reorganisation: by what it says, what was found and what is wanted."""
    if told is None:
        return {}
    return {
        "a reorganisation keeps every total": (told["totals_equal"], True),
        "every case has a unit that exists": (told["cases_without_unit"], 0),
        "nothing is left for people": (told["left_for_people"], 0),
        "every retired account has said farewell": (told["accounts_told"], told["accounts_retired"]),
    }
