"""Each role allows what its function needs and nothing else (layers/loa/README.md 7)."""

import re
from typing import Any

import pytest

from tests.template.reading import (
    WHOLE,
    Function,
    all_paths,
    as_list,
    functions,
    resources,
    resources_everywhere,
    role_statements,
    target,
    template,
)

EVERY = pytest.mark.parametrize("function", functions(), ids=lambda function: function.name)
BUCKETS_UNDER_OUR_KEY = {
    name
    for name, bucket in resources("infra/data.yaml", "AWS::S3::Bucket").items()
    if "aws:kms" in str(bucket["Properties"]["BucketEncryption"])
}
"""Files of residents, and reports; pictures that everybody may see are under S3's own."""

WITHOUT_RESOURCES = {
    "xray:PutTraceSegments": "X-Ray has no resources that a policy could name",
    "xray:PutTelemetryRecords": "X-Ray has no resources that a policy could name",
}
"""Actions that may stand beside `Resource: "*"`, and why."""

PARTIAL_ACTIONS = {
    "kms:GenerateDataKey*": "with and without the plain text: DynamoDB decides which",
    "kms:ReEncrypt*": "from and to: KMS checks both",
}
"""Actions that may end in a star, and why."""

MAY_DELETE = {
    (
        "cases",
        "CasesTable",
    ): "what is taken off the public list; a reporter whose case is parted from another",
    ("people", "UnitsTable"): "an officer who is moved or disabled; a proposal that was settled",
    ("people", "SessionsTable"): "sessions of who is moved, disabled, or given another password",
    ("participation", "InboxTable"): "a form whose work failed may be sent again",
    ("participation", "ParticipationTable"): "a question that no round has ever asked",
    ("participation", "AnswerKeysTable"): "its answer",
    ("privacy", "ParticipationTable"): "the name of a resident at an entry, on their request",
    ("people", "InboxTable"): "a form whose work failed may be sent again",
    ("session", "SessionsTable"): "who signs out, and sign-ins that are over",
    ("profile", "CasesTable"): "the list of own cases, when its resident takes back their consent",
    ("profile", "AudienceTable"): "a profile without any consent",
    ("profile", "PrivacyTable"): "the places of an erasure that its resident has called off",
    ("petitions", "PrivacyTable"): "as above",
    (
        "petitions",
        "CasesTable",
    ): "as for the chat: a public form, or a joined answer, that its reporter does not accept",
    ("accounts", "InboxTable"): "an authorization code that never reached Zalo may be tried again",
    ("accounts", "CredentialsTable"): "the tokens of an account that was taken from its unit",
    ("officer", "UnitsTable"): "an account that an administrator takes from its unit",
    ("opinions", "ParticipationTable"): "the name of a browser under which its person erases what they said",
    ("clock", "BroadcastsTable"): "a broadcast without open deliveries need not be looked after any more",
    ("broadcasts", "BroadcastsTable"): "its place among those that wait for approval, or are due",
    ("broadcast_plan", "BroadcastsTable"): "its place among those that are due",
    ("clock", "AudienceTable"): "the reminder of a message that is done, or waits longer",
    ("clock", "StatisticsTable"): "a batch of reads that has become counters",
    ("clock", "CasesTable"): "a message that every reporter of a case has been given by now",
    ("inbox", "AudienceTable"): "what leaves a conversation because its writer denounces",
    ("message_send", "AudienceTable"): "the reminder of a message that is done",
    ("clock", "InboxTable"): "a message of another app that is on its way to the conversation",
    ("conversations", "ContentTable"): "a canned answer that an officer deletes",
    (
        "library",
        "ContentTable",
    ): "a draft that was given up, a use that ended, a host that is approved no more",
    ("library", "PublishedTable"): "the cards and words of an item that was withdrawn",
    ("library_outside", "ContentTable"): "tasks that are done",
    ("clock", "ContentTable"): "items that lay in the bin for 30 days",
    ("clock", "PublishedTable"): "the cards and words of an item that expired",
    ("reorganisation", "UnitsTable"): "accounts and officers at the place of a unit that has ended",
    ("reorganisation", "CasesTable"): "released cases on the public list of a unit that has ended",
    ("reorganisation", "ContentTable"): "texts and items at the place of a unit that has ended",
    ("reorganisation", "PublishedTable"): "cards of items at the place of a unit that has ended",
    ("reorganisation", "PrivacyTable"): "the place of a request among those of a unit that has ended",
    ("reorganisation", "BroadcastsTable"): "the place of a broadcast among those of a unit that has ended",
    ("reorganisation", "SessionsTable"): "sessions of officers whose unit has ended",
    ("roster", "UnitsTable"): "an officer who was moved to another unit, or has left",
    ("privacy", "CasesTable"): "where a resident stands in cases, when the law keeps them no longer",
    ("privacy", "AudienceTable"): "what a resident wrote and was told, on their request",
    ("privacy", "PrivacyTable"): "the place of a request among those that are due, or not answered",
    ("mark", "ParticipationTable"): "a try of the chat among those that wait, with its mark",
    ("clock", "ParticipationTable"): "as above",
    ("inbox", "PrivacyTable"): "the places of an erasure that its resident has called off",
    ("inbox", "CasesTable"): "who is not content with a joined answer takes their case out of the other one",
}
"""Function and table of which it deletes rows, and why. Everything else expires, or stays."""

CLOCK_DELETES = {
    "unmarked#*": "a try of the chat, with its mark",
    "review#*": "a look at the entries that lead, with what it saw",
    "claim#*": "how a winner is reached, on its day",
    "call#*": "a call for help of which officers were told",
}
"""Partitions of Participation of which the clock deletes rows, and why; tests let it work under its role."""

BUCKET_FOLDERS = {
    "ReportsBucket": ("/reports/*",),
    "MediaBucket": ("/media/*", "/released/*", "/search/*", "/files/*", "/uploads/*"),
    "AttachmentsBucket": (
        "/attachments/*",
        "/attachments/form/*",
        "/attachments/scans/*",
        "/entering/*",
        "/redacted/*",
        "/opinions/*",
        "/waiting/*",
    ),
    "DenunciationsBucket": ("/denunciations/*",),
}

MAY_DELETE_FILES = {
    ("uploads", "MediaBucket"): "what somebody has looked at",
    ("attachments", "AttachmentsBucket"): "the copy of a message that went meanwhile",
    ("cases", "MediaBucket"): "pictures of a case that are public no more",
    ("privacy", "AttachmentsBucket"): "files of a resident, on their request",
    ("inbox", "AttachmentsBucket"): "what was spoken of a draft and is refused",
    ("participation", "AttachmentsBucket"): "what was spoken and denounces: its words have left",
    ("petitions", "AttachmentsBucket"): "a picture that waited, once a case has taken it",
    ("privacy", "ReportsBucket"): "sheets of cases that quote a resident who asked to be erased",
}
"""Function and bucket of which it deletes files, and why. Everything else expires, or stays."""

DATA = "infra/data.yaml"


def _policies() -> list[tuple[str, dict[str, Any]]]:
    """All identity policies of all templates: where they stand, statement."""
    found: list[tuple[str, dict[str, Any]]] = []
    for path, name, properties in resources_everywhere("AWS::IAM::Role"):
        for policy in properties.get("Policies", []):
            found += [(f"{path} {name}", statement) for statement in policy["PolicyDocument"]["Statement"]]
    for kind in ("AWS::IAM::ManagedPolicy", "AWS::IAM::Policy"):
        for path, name, properties in resources_everywhere(kind):
            found += [(f"{path} {name}", item) for item in properties["PolicyDocument"]["Statement"]]
    return found


@pytest.mark.parametrize(("where", "statement"), _policies())
def test_a_statement_names_its_actions_and_resources(where: str, statement: dict[str, Any]) -> None:
    assert statement["Effect"] == "Allow"
    assert statement["Sid"], f"{where}: say in the Sid what the statement is for"
    for action in as_list(statement["Action"]):
        assert "*" not in action or action in PARTIAL_ACTIONS, (
            f"{where}: name the actions instead of {action}"
        )
        if "*" in as_list(statement["Resource"]):
            assert action in WITHOUT_RESOURCES, f"{where}: {action} on everything; name the resource"


def test_every_exception_is_used() -> None:
    actions = {action for _, statement in _policies() for action in as_list(statement["Action"])}
    assert set(WITHOUT_RESOURCES) | set(PARTIAL_ACTIONS) <= actions, "take the exception out of the list"
    deletes = {
        (function.name, target(resource)[1])
        for function in functions()
        for action, resource in function.allowed()
        if action == "dynamodb:DeleteItem"
    }
    assert set(MAY_DELETE) == deletes


def test_only_shared_policies_of_this_template_are_attached() -> None:
    ours = resources(WHOLE, "AWS::IAM::ManagedPolicy")
    for name, role in resources(WHOLE, "AWS::IAM::Role").items():
        for policy in role["Properties"].get("ManagedPolicyArns", []):
            assert policy.get("Ref") in ours, f"{name}: {policy}"


@EVERY
def test_logs_go_to_its_own_group_only(function: Function) -> None:
    logs = [
        (action, target(resource)[1]) for action, resource in function.allowed() if action.startswith("logs:")
    ]
    group = function.properties["LoggingConfig"]["LogGroup"]["Ref"]
    assert sorted(logs) == [("logs:CreateLogStream", group), ("logs:PutLogEvents", group)]


@EVERY
def test_it_may_touch_exactly_the_tables_that_it_is_told_about(function: Function) -> None:
    allowed = {
        target(resource)[1] for action, resource in function.allowed() if action.startswith("dynamodb:")
    }
    assert allowed == function.tables, (
        f"{function.name}: permission without a variable for {sorted(allowed - function.tables)}, "
        f"variable without a permission for {sorted(function.tables - allowed)}"
    )


@EVERY
def test_no_function_reads_a_whole_table_or_deletes_from_it(function: Function) -> None:
    actions = {(action, target(resource)[1]) for action, resource in function.allowed()}
    deletes = {table for action, table in actions if action == "dynamodb:DeleteItem"}
    assert deletes <= {table for name, table in MAY_DELETE if name == function.name}, "say why in MAY_DELETE"
    assert "dynamodb:Scan" not in {action for action, _ in actions}, "ask by key, or by an index"


def test_clock__over_participation__deletes_only_what_is_over() -> None:
    (clock,) = (function for function in functions() if function.name == "clock")
    patterns = {
        pattern
        for item in clock.statements
        if "dynamodb:DeleteItem" in as_list(item["Action"])
        and "ParticipationTable" in {target(resource)[1] for resource in as_list(item["Resource"])}
        for pattern in item["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"]
    }
    assert patterns == set(CLOCK_DELETES)


def test_the_mini_app_reaches_what_was_released_and_nothing_else() -> None:
    (miniapp,) = (function for function in functions() if function.name == "miniapp")
    cases, library = (item for item in miniapp.statements if "dynamodb" in str(item["Action"]))
    assert set(cases["Action"]) == {"dynamodb:GetItem", "dynamodb:Query"}
    assert library["Resource"] == {"Fn::GetAtt": ["Data", "Outputs.PublishedTableArn"]}
    assert cases["Condition"] == {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["published#*"]}}
    assert files_of(miniapp) == {("s3:GetObject", "MediaBucket", "released/*")}


def test_the_library_finds_broadcasts_by_their_item_and_changes_none() -> None:
    (library,) = (function for function in functions() if function.name == "library")
    rows = [item for item in library.statements if "BroadcastsTable" in str(item["Resource"])]
    of_items = {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["item#*"]}}
    assert [(item["Action"], item.get("Condition")) for item in rows] == [
        ("dynamodb:Query", of_items),
        ("dynamodb:BatchGetItem", None),
    ]


def test_who_covers_pictures_changes_no_case_and_no_picture_of_a_resident() -> None:
    (redaction,) = (function for function in functions() if function.name == "redaction")
    rows = [item for item in redaction.statements if "dynamodb" in str(item["Action"])]
    of_page = {"WhoIsSignedIn", "OfficersAndNamesOfUnits", "FormsDoneOnce", "WriteDownWhoReads"}
    assert of_page <= {item["Sid"] for item in rows}
    rows = [item for item in rows if item["Sid"] not in of_page]
    assert {
        (item["Action"], *item["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"])
        for item in rows
    } == {("dynamodb:Query", "case#*"), ("dynamodb:BatchGetItem", "conversation#*")}
    assert files_of(redaction) == {
        ("s3:GetObject", "AttachmentsBucket", "attachments/*"),
        ("s3:GetObject", "AttachmentsBucket", "redacted/*"),
        ("s3:PutObject", "AttachmentsBucket", "redacted/*"),
    }


def test_who_reaches_scans_and_covered_and_released_pictures() -> None:
    found = {
        (folder, function.name, action)
        for function in functions()
        for action, _, folder in files_of(function)
        if folder in {"redacted/*", "released/*", "entering/*", "attachments/scans/*"}
    }
    assert found == {
        ("attachments/scans/*", "cases", "s3:PutObject"),
        ("entering/*", "cases", "s3:PutObject"),
        ("entering/*", "cases", "s3:GetObject"),
        ("redacted/*", "redaction", "s3:PutObject"),
        ("redacted/*", "redaction", "s3:GetObject"),
        ("redacted/*", "cases", "s3:GetObject"),
        ("redacted/*", "attachments", "s3:DeleteObject"),
        ("redacted/*", "privacy", "s3:DeleteObject"),
        ("released/*", "cases", "s3:PutObject"),
        ("released/*", "cases", "s3:GetObject"),
        ("released/*", "cases", "s3:DeleteObject"),
        ("released/*", "miniapp", "s3:GetObject"),
    }


def files_of(function: Function) -> set[tuple[str, str, str]]:
    """What a function may do with the files of which bucket and folder."""
    return {
        (action, target(item)[1], item["Fn::Sub"].partition("/")[2])
        for action, item in function.allowed()
        if action.startswith("s3:") and action != "s3:ListBucket"
    }


@EVERY
def test_indexes_are_named_exist_and_only_queried(function: Function) -> None:
    for action, resource in function.allowed():
        if not action.startswith("dynamodb:") or "Fn::Sub" not in resource:
            continue
        path, table, _ = target(resource)
        index = resource["Fn::Sub"].rpartition("/index/")[2]
        known = template(path)["Resources"][table]["Properties"].get("GlobalSecondaryIndexes", [])
        assert index in {item["IndexName"] for item in known}, f"{table} has no index {index}"
        assert action == "dynamodb:Query"
        assert table in function.tables


@EVERY
def test_it_uses_our_key_for_tables_exactly_when_a_table_of_its_has_one(function: Function) -> None:
    keys = {
        table["Properties"]["SSESpecification"]["KMSMasterKeyId"]["Fn::GetAtt"][0]
        for name, table in resources(DATA, "AWS::DynamoDB::Table").items()
        if table["Properties"]["SSESpecification"]["SSEEnabled"] and name in function.tables
    }
    through = {
        target(item["Resource"])[1]
        for item in function.statements
        if "dynamodb.${AWS::Region}" in str(item.get("Condition"))
    }
    assert through == keys, "EncryptedTablesPolicy"


@EVERY
def test_it_uses_our_key_for_tokens_exactly_when_it_is_told_the_key(function: Function) -> None:
    direct = [
        item for item in function.statements if "kms:EncryptionContextKeys" in str(item.get("Condition"))
    ]
    assert bool(direct) == ("CREDENTIALS_KEY_ID" in function.own_environment), "TokensPolicy"


@EVERY
def test_it_uses_our_key_for_files_exactly_when_a_bucket_of_its_has_one(function: Function) -> None:
    through = [item for item in function.statements if "s3.${AWS::Region}" in str(item.get("Condition"))]
    touched = {target(item)[1] for action, item in function.allowed() if action.startswith("s3:")}
    assert bool(through) == bool(touched & BUCKETS_UNDER_OUR_KEY), "AttachmentsKeyPolicy"


@EVERY
def test_every_use_of_a_key_has_a_condition(function: Function) -> None:
    for statement in function.statements:
        if any(action.startswith("kms:") for action in as_list(statement["Action"])):
            assert statement.get("Condition"), f"{function.name}, {statement['Sid']}"


@EVERY
def test_it_reads_exactly_the_secrets_that_it_is_told_about(function: Function) -> None:
    told = set()
    for name, value in function.own_environment.items():
        if name.endswith("_SECRET_ID"):
            output = template(DATA)["Outputs"][value["Fn::GetAtt"][1].removeprefix("Outputs.")]["Value"][
                "Fn::Sub"
            ]
            told.add(output.rpartition("/")[2])
    allowed = {
        re.fullmatch(r".*:secret:\$\{AWS::StackName\}/([a-z-]+)-\?{6}", resource["Fn::Sub"])
        for action, resource in function.allowed()
        if action.startswith("secretsmanager:")
    }
    assert None not in allowed, "write …:secret:${AWS::StackName}/<name>-??????"
    assert {found[1] for found in allowed if found} == told


@EVERY
def test_it_sends_to_and_receives_from_the_queues_that_it_is_told_about(function: Function) -> None:
    may_send = {target(resource)[1] for action, resource in function.allowed() if action == "sqs:SendMessage"}
    told = {
        target(value)[1] for name, value in function.own_environment.items() if name.endswith("_QUEUE_URL")
    }
    starts = [function.properties.get("EventInvokeConfig"), *function.events("DynamoDB").values()]
    told |= {target(start["DestinationConfig"]["OnFailure"]["Destination"])[1] for start in starts if start}
    assert may_send == told

    receive = {"sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"}
    allowed = {(action, target(resource)[1]) for action, resource in function.allowed() if action in receive}
    sources = {target(event["Queue"])[1] for event in function.events("SQS").values()}
    assert allowed == {(action, queue) for action in receive for queue in sources}


@EVERY
def test_it_touches_a_bucket_only_if_it_is_told_about_it_and_only_under_its_folder(
    function: Function,
) -> None:
    objects = [(action, item) for action, item in function.allowed() if action.startswith("s3:")]
    told = {target(value)[1] for name, value in function.own_environment.items() if name.endswith("_BUCKET")}
    assert {target(item)[1] for _, item in objects} == told
    for action, item in objects:
        if action != "s3:ListBucket":
            assert (
                action in {"s3:GetObject", "s3:PutObject"}
                or (function.name, target(item)[1]) in MAY_DELETE_FILES
            )
            assert item["Fn::Sub"].endswith(BUCKET_FOLDERS[target(item)[1]])


def test_who_may_tell_a_missing_file_from_a_forbidden_one() -> None:
    listing = {
        (function.name, target(resource)[1])
        for function in functions()
        for action, resource in function.allowed()
        if action == "s3:ListBucket"
    }
    assert listing == {
        ("media", "MediaBucket"),
        # Whether a period's files have been made, and which.
        ("report", "ReportsBucket"),
        # What an officer sends: that it is gone is said to them, not taken for a fault of ours.
        ("conversations", "MediaBucket"),
        ("conversations", "AttachmentsBucket"),
        ("message_send", "MediaBucket"),
        ("message_send", "AttachmentsBucket"),
        # A picture that waited for its form may have expired.
        ("petitions", "AttachmentsBucket"),
        # That it is gone is said to the officer.
        ("redaction", "AttachmentsBucket"),
        ("clock", "MediaBucket"),
        ("library_outside", "MediaBucket"),
        ("uploads", "MediaBucket"),
        ("library", "MediaBucket"),
        ("cases", "AttachmentsBucket"),
        # It deletes what was copied for a release and is public no more.
        ("cases", "MediaBucket"),
        # A picture that was taken back a moment ago is not there.
        ("miniapp", "MediaBucket"),
        # Before the first publication there is no index.
        ("search", "MediaBucket"),
        ("search_index", "MediaBucket"),
        # It finds the sheets that quote somebody who is to be erased.
        ("privacy", "ReportsBucket"),
    }


@EVERY
def test_who_is_told_the_group_makes_schedules_and_only_for_broadcasts(function: Function) -> None:
    schedules = [
        resource["Fn::Sub"] for action, resource in function.allowed() if action.startswith("scheduler:")
    ]
    assert bool(schedules) == ("SCHEDULE_GROUP" in function.own_environment)
    if schedules:
        prefix = function.own_environment["SCHEDULE_PREFIX"]["Fn::Sub"]
        assert all(resource.endswith(f":schedule/*/{prefix}*") for resource in schedules)


@EVERY
def test_a_role_is_passed_to_one_service_only(function: Function) -> None:
    for statement in function.statements:
        if "iam:PassRole" in as_list(statement["Action"]):
            assert (
                target(statement["Resource"])[1] == target(function.own_environment["SCHEDULER_ROLE_ARN"])[1]
            )
            assert statement["Condition"] == {
                "StringEquals": {"iam:PassedToService": "scheduler.amazonaws.com"}
            }


def test_only_officers_and_the_planner_make_schedules_and_take_them_back() -> None:
    """The planner comes again after quiet hours, by a schedule that takes the place of the one before."""
    makers = {
        function.name: {action for action, _ in function.allowed() if action.startswith("scheduler:")}
        for function in functions()
    }
    own = {"scheduler:CreateSchedule", "scheduler:DeleteSchedule", "scheduler:UpdateSchedule"}
    assert {name: actions for name, actions in makers.items() if actions} == {
        "broadcasts": own,
        "broadcast_plan": own,
    }


SCHEDULED = {
    "SchedulerRole": {"BroadcastPlanFunction"},
    "SchedulesRole": {
        "AccountsFunction",
        "ConfidentialFunction",
        "PrivacyFunction",
        "ReorganisationFunction",
        "ReportFunction",
    },
    "WorkersSchedulesRole": {"FollowersFunction", "SearchIndexFunction"},
    "JobsSchedulesRole": {
        "ClockFunction",
        "DenunciationFilesFunction",
        "LibraryOutsideFunction",
        "ReconcileFunction",
        "RosterFunction",
        "WeatherFunction",
    },
}
"""What each may start: the one-off schedules of broadcasts, and the fixed ones of each template."""


def test_only_schedules_of_this_stack_take_a_scheduler_role() -> None:
    roles = {
        name: role["Properties"]["AssumeRolePolicyDocument"]["Statement"]
        for name, role in resources(WHOLE, "AWS::IAM::Role").items()
        if "scheduler.amazonaws.com" in str(role["Properties"]["AssumeRolePolicyDocument"])
    }
    group = {"Fn::GetAtt": ["ScheduleGroup", "Arn"]}
    for name in SCHEDULED:
        (trust,) = roles[name]
        assert trust["Principal"] == {"Service": "scheduler.amazonaws.com"}
        assert trust["Condition"]["StringEquals"] == {
            "aws:SourceAccount": {"Ref": "AWS::AccountId"},
            "aws:SourceArn": group,
        }
    assert set(roles) == set(SCHEDULED)


@pytest.mark.parametrize("role", SCHEDULED)
def test_a_scheduler_role_starts_what_its_schedules_start_and_nothing_else(role: str) -> None:
    allowed = {
        (statement["Action"], target(resource)[1])
        for statement in role_statements(role)
        for resource in as_list(statement["Resource"])
    }
    assert allowed == {
        ("sqs:SendMessage", "SchedulesDeadLetterQueue"),
        *(("lambda:InvokeFunction", function) for function in SCHEDULED[role]),
    }
    by_schedule = {
        function.logical_id
        for function in functions()
        for event in function.events("ScheduleV2").values()
        if target(event["RoleArn"])[1] == role
    }
    assert role == "SchedulerRole" or by_schedule == SCHEDULED[role]


def test_keys_rotate_and_their_policies_open_no_door() -> None:
    keys = resources_everywhere("AWS::KMS::Key")
    assert {name for _, name, _ in keys} == {"DataKey", "ConfidentialKey"}, "each costs a dollar a month"
    for path, name, properties in keys:
        assert properties["EnableKeyRotation"] is True, f"{path} {name}"
        for statement in properties["KeyPolicy"]["Statement"]:
            uses = {"kms:Encrypt", "kms:Decrypt", "kms:CreateGrant", "kms:GenerateDataKey*", "kms:ReEncrypt*"}
            actions = set(as_list(statement["Action"]))
            assert "kms:*" not in actions
            if actions & uses:
                assert statement.get("Condition"), (
                    f"{path} {name}, {statement['Sid']}: whoever uses it says what for"
                )
                assert "GrantIsForAWSResource" not in str(statement), "kms:ViaService says it already"


def test_every_template_is_walked() -> None:
    assert len(all_paths()) >= 6, "the walk over nested stacks is broken"
