"""A stage for practice can reach nobody, and no other stage has anything of it."""

from typing import Any, Final

import pytest

from infra.local.deploy import configuration
from tests.template.reading import PRACTISES, ROOT, all_paths, as_list, functions, target, template

NOWHERE: Final = "https://zalo.invalid"
HOSTS: Final = {
    "ZaloOauthUrl": NOWHERE,
    "ZaloOpenapiUrl": NOWHERE,
    "ZaloGraphUrl": NOWHERE,
    "ZaloSpeechUrl": NOWHERE,
    "MediaHosts": ".zalo.invalid",
    "ZaloAppId": "0",
}
"""What a stage for practice is given instead of Zalo."""


def _holds(condition: Any, given: dict[str, str]) -> bool:
    """Whether a condition of CloudFormation holds for these parameters."""
    ((kind, parts),) = condition.items()
    match kind:
        case "Fn::Equals":
            first, second = (given[part["Ref"]] if isinstance(part, dict) else part for part in parts)
            return bool(first == second)
        case "Fn::Not":
            return not _holds(parts[0], given)
        case "Fn::And":
            return all(_holds(part, given) for part in parts)
        case "Fn::Or":
            return any(_holds(part, given) for part in parts)
    raise AssertionError(kind)


def _refused(given: dict[str, str]) -> bool:
    """Whether a rule of the template refuses these parameters."""
    usual = {name: str(known.get("Default", "")) for name, known in template(ROOT)["Parameters"].items()}
    all_given = usual | {"Stage": "test", "PublicUrl": "https://loa.vn", "ZaloAppId": "123"} | given
    return any(
        _holds(rule["RuleCondition"], all_given)
        and not all(_holds(each["Assert"], all_given) for each in rule["Assertions"])
        for rule in template(ROOT)["Rules"].values()
    )


def _given(stage: str) -> dict[str, str]:
    pairs = configuration()[stage]["deploy"]["parameters"]["parameter_overrides"]
    return dict(pair.split("=", 1) for pair in pairs)


@pytest.mark.parametrize("stage", ["practice", "test", "production"])
def test_stages_of_the_configuration__are_taken(stage: str) -> None:
    assert not _refused(_given(stage))


@pytest.mark.parametrize("name", HOSTS)
def test_practice_with_one_real_host__or_the_reverse__is_refused(name: str) -> None:
    practice = _given("practice")
    real = template(ROOT)["Parameters"][name].get("Default", "123")
    assert _refused(practice | {name: real}), "practice that knows Zalo"
    assert _refused({name: HOSTS[name]}), "no practice, and no Zalo"


def test_every_address_of_zalo__is_one_that_practice_replaces() -> None:
    """A new one joins the rules, or officers who practise would reach it."""
    known = {
        name for name in template(ROOT)["Parameters"] if name.startswith("Zalo") and name.endswith("Url")
    }
    assert known <= HOSTS.keys()


def test_what_only_practice_has__is_two_rights_to_the_inbox() -> None:
    found = {
        name: resource
        for path in all_paths()
        for name, resource in template(path)["Resources"].items()
        if resource.get("Condition") == PRACTISES
    }
    assert found.keys() == {"SessionPracticePolicy", "MessageSendPracticePolicy"}
    for resource in found.values():
        (statement,) = resource["Properties"]["PolicyDocument"]["Statement"]
        assert statement["Action"] == "sqs:SendMessage"
        (queue,) = as_list(statement["Resource"])
        assert target(queue)[1] in {"InboxQueueArn", "InboxQueue"}


def test_every_function__knows_whether_it_is_practice() -> None:
    for function in functions():
        assert function.environment["LOA_PRACTICE"] == {"Ref": "Practice"}, function.name
        if "PRACTICE_INBOX_URL" in function.environment:
            assert function.environment["PRACTICE_INBOX_URL"]["Fn::If"][::2] == [PRACTISES, ""]
