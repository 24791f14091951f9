"""Cold starts: import the handler, wire it, make the clients of its first request, in a fresh process.

Everything lies as Lambda lays it out: the built function without bytecode, and under it one folder with all
built layers, with the bytecode that they are shipped with. The floor is a process that makes a bare SQS
client from the same folder; for the webhook also the second client that its first request needs, for what we
add is the question there. CPU time, which other programs on the machine disturb least; medians of rounds
taken in turns.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from infra.local.bench.figures import Figure, compared
from infra.local.build import built
from infra.local.deploy import host_architecture
from infra.local.places import FUNCTION_TEMPLATES, REGION, function_package

ROUNDS: Final = 5
HANDS: Final = 2
"""Processes at a time; it is their CPU time that counts, and the floor is measured in the same company."""
PROBE: Final = Path(__file__).with_name("probe.py")
FLOOR: Final = 'import boto3; boto3.client("sqs")'
WEBHOOK_FLOOR: Final = f'{FLOOR}; boto3.client("secretsmanager")'
WEBHOOK_BUDGET: Final = 1.15
BUDGET: Final = 2.0

FIRST_REQUEST: Final = {
    "webhook": ("handler", ("sqs", "secrets_manager")),
    "inbox": ("dependencies", ("dynamodb", "sqs")),
    "accounts": ("handler", ("dynamodb", "secrets_manager", "kms")),
    "officer": ("dependencies", ("dynamodb",)),
    "library": ("publishing.library", ("dynamodb",)),
    "broadcasts": ("publishing.operations", ("dynamodb",)),
    "conversations": ("dialogue.conversations", ("dynamodb",)),
    "cases": ("casework.cases", ("dynamodb",)),
    "miniapp": ("reading.library", ("dynamodb",)),
    "confidential": ("casework.denunciations", ("dynamodb",)),
    "documents": ("foundation.accounts", ("dynamodb",)),
    "denunciation_files": ("handler", ("dynamodb", "s3")),
    "public": ("reading.library", ("dynamodb",)),
    "play": ("participation.play", ("dynamodb", "secrets_manager")),
    "mark": ("participation.mark", ("dynamodb", "secrets_manager")),
    "opinions": ("participation.surveys", ("dynamodb", "secrets_manager")),
    "participation": ("participation.campaigns", ("dynamodb",)),
    "people": ("foundation.sessions", ("dynamodb",)),
    "session": ("foundation.sessions", ("dynamodb",)),
    "petitions": ("casework.cases", ("dynamodb",)),
    "broadcast_plan": ("publishing.forecast_dependencies", ("dynamodb", "sqs")),
    "profile": ("casework.cases", ("dynamodb", "secrets_manager")),
    "broadcast_send": ("handler", ("dynamodb", "secrets_manager", "kms")),
    "report": ("reports.reports", ("dynamodb", "s3")),
    "media": ("handler", ("dynamodb", "s3")),
    "privacy": ("residents.data_requests", ("dynamodb",)),
    "reorganisation": ("across.reorganisation.service", ("dynamodb",)),
    "redaction": ("dependencies", ("dynamodb", "s3")),
    "clock": ("dependencies", ("dynamodb", "sqs")),
    "message_send": ("handler", ("dynamodb", "secrets_manager", "kms")),
    "attachments": ("handler", ("dynamodb", "s3")),
    "followers": ("handler", ("dynamodb", "secrets_manager", "kms")),
    "reconcile": ("publishing.deliveries", ("dynamodb", "secrets_manager", "kms")),
    "search": ("handler", ("s3",)),
    "search_index": ("handler", ("dynamodb", "s3")),
    "weather": ("handler", ("dynamodb", "parameters")),
    "roster": ("foundation.officers", ("cognito", "dynamodb")),
    "library_outside": ("publishing.speaker", ("dynamodb", "s3", "parameters")),
    "uploads": ("handler", ("dynamodb", "s3")),
}
"""Function → what builds it (a module with `root`, or a builder of `loa.bootstrap`), and the clients that its
first request cannot do without."""

LOADED_LATER: Final = {
    "broadcasts": "routes",
    "cases": "routes",
    "conversations": "routes",
    "library": "routes",
    "privacy": "routes",
    "profile": "routes",
    "redaction": "routes",
    "reorganisation": "routes",
    "report": "routes",
}
"""Function → what its handler imports with the first request for JSON; pages do without."""

FIRST_PAGE: Final = {
    "broadcasts": ("pages", "broadcasts/list.html"),
    "cases": ("pages", "cases/list.html"),
    "confidential": ("investigators", "denunciations/list.html"),
    "conversations": ("pages", "conversations/list.html"),
    "documents": ("pages", "library/loudspeaker.html"),
    "library": ("pages", "library/list.html"),
    "officer": ("pages", "accounts/list.html"),
    "participation": ("handler", "participation/list.html"),
    "people": ("handler", "people/list.html"),
    "privacy": ("pages", "privacy/requests.html"),
    "redaction": ("pages", "cases/cover.html"),
    "reorganisation": ("pages", "reorganisation/list.html"),
    "report": ("pages", "reports/report.html"),
    "session": ("handler", "session/home.html"),
}
"""Function with pages of the console → its module that has them, and the template of its first page."""

_SETTINGS: Final = {
    "PROVINCE_CODE": "40",
    "UNITS_AS_OF": "",
    "QUIET_HOURS": "22:00-06:00",
    "BROADCAST_CALLS_PER_MINUTE": "1600",
    "ARTICLE_CALLS_PER_MINUTE": "3800",
    "MESSAGE_CALLS_PER_MINUTE": "200",
    "RECONCILE_CALLS_PER_MINUTE": "120",
    "SEND_WORKERS": "10",
    "FOLLOWER_CALLS_PER_MINUTE": "200",
    "FOLLOWER_WORKERS": "2",
    "PROFILES_A_NIGHT": "60",
    "MEDIA_HOSTS": ".zdn.vn",
    "SPEECH_HOSTS": ".zalo.ai",
    "MAX_PICTURE_BYTES": "5242880",
    "MAX_FILE_BYTES": "26214400",
}
"""Those that are read while wiring; every other variable of the template may hold anything."""


_WITHOUT_RULES: Final = (
    "kept = __import__('sys').modules.get('loa.foundation.rules.store'); "
    "kept and setattr(kept.RuleTextStore, 'all', lambda self: {})"
)
"""Requests are not part of a cold start here, and neither is the one for stored rules."""


def program_of(function: str) -> str:
    """What the fresh process runs for a function."""
    module, clients = FIRST_REQUEST[function]
    package = function_package(function)
    made = "; ".join(f"clients.{client}()" for client in clients)
    group, _, builder = module.rpartition(".")
    home, _, name = f"loa.bootstrap.{group}".rpartition(".") if group else (package, "", module)
    later = f"from {package} import {LOADED_LATER[function]}; " if function in LOADED_LATER else ""
    return (
        f"from {package} import handler; {later}from {home} import {name}; {_WITHOUT_RULES}; "
        f"{name}.{builder if group else 'root'}(); "
        f"from loa.platform.aws import clients; {made}"
    )


def program_of_page(function: str) -> str:
    """What the fresh process runs for the first page of a function."""
    package, (module, template) = function_package(function), FIRST_PAGE[function]
    later = f"from {package} import {LOADED_LATER.get(function)}; "
    return (
        f"{program_of(function).replace(later, '')}; import {package}.{module}; "
        "from loa.bootstrap import foundation; foundation.console_dependencies(); "
        "from loa.web.pages import templates; "
        f"templates._compiled().get_template({f'console/{template}'!r})"
    )


def logical_name(function: str) -> str:
    """The name in the template: `broadcast_send` → `BroadcastSendFunction`."""
    return "".join(word.capitalize() for word in function.split("_")) + "Function"


def built_folder(root: Path, function: str) -> Path:
    """Where a function was built: functions of nested templates lie in a folder of their template."""
    name = logical_name(function)
    return next(folder for folder in (root / name, *root.glob(f"*/{name}")) if folder.is_dir())


def environment() -> dict[str, str]:
    """The variables of all functions, and what Lambda gives."""
    written = "".join(path.read_text("utf-8") for path in FUNCTION_TEMPLATES)
    names = re.findall(r"^ {10}([A-Z][A-Z_]+):", written, re.MULTILINE)
    return (
        dict.fromkeys(names, "https://example.vn/x")
        | _SETTINGS
        | {
            "AWS_ACCESS_KEY_ID": "bench",
            "AWS_SECRET_ACCESS_KEY": "bench",
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "LANG": "C.UTF-8",
            "PATH": os.defpath,
            "POWERTOOLS_METRICS_NAMESPACE": "Loa",
            "POWERTOOLS_SERVICE_NAME": "bench",
            "AWS_PATIENCE": "usual",
            "PYDANTIC_DISABLE_PLUGINS": "1",
        }
    )


def measure() -> list[Figure]:
    """One figure per function, all of them and the floor taken in turns."""
    template, _ = built(host_architecture())
    with tempfile.TemporaryDirectory(dir=template.parent.parent) as merged:
        for layer in ("DepsLayer", "ImagesLayer", "LoaLayer", "PagesLayer"):
            shutil.copytree(
                template.parent / layer / "python", merged, copy_function=os.link, dirs_exist_ok=True
            )
        layers = Path(merged)
        tasks = {floor: (layers, floor) for floor in (FLOOR, WEBHOOK_FLOOR)} | {
            function: (built_folder(template.parent, function), program_of(function))
            for function in FIRST_REQUEST
        }
        tasks |= {
            f"{function}.page": (built_folder(template.parent, function), program_of_page(function))
            for function in FIRST_PAGE
        }
        seconds: dict[str, list[float]] = defaultdict(list)
        with ThreadPoolExecutor(HANDS) as pool:
            for _ in range(ROUNDS):
                started = {
                    name: pool.submit(fresh_process, task, layers, program)
                    for name, (task, program) in tasks.items()
                }
                for name, ended in started.items():
                    seconds[name].append(ended.result())
    return [
        figure_of(function, seconds[function], seconds[WEBHOOK_FLOOR if function == "webhook" else FLOOR])
        for function in (*FIRST_REQUEST, *(f"{function}.page" for function in FIRST_PAGE))
    ]


def fresh_process(task: Path, opt: Path, program: str) -> float:
    """CPU seconds of one cold start.

    Raises:
        RuntimeError: it failed; with what it said.
    """
    command = [sys.executable, "-I", "-S", "-B", str(PROBE), str(task), str(opt), program]
    answer = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)
    if answer.returncode:
        raise RuntimeError(f"{task.name}: {answer.stderr[-2000:]}")
    return float(answer.stdout)


def figure_of(function: str, seconds: list[float], floors: list[float]) -> Figure:
    """The figure of one function from its repetitions."""
    result = compared(seconds, floors)
    _, clients = FIRST_REQUEST[function.removesuffix(".page")]
    return Figure(
        f"cold_start.{function}",
        result.value * 1000,
        "ms",
        floor=result.floor * 1000,
        budget=WEBHOOK_BUDGET if function == "webhook" else BUDGET,
        note=f"CPU; import, root, clients of the first request: {', '.join(clients)}",
        spread=f"{result.low:.2f}-{result.high:.2f}",
    )
