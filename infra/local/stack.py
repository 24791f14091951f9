"""Start, update and end a local stack. `make up`, `make down` and the e2e tests are thin doors to this.

with running_stack("test") as stack:     # its own free ports, ended at the end of the block
    requests.get(f"{stack.api_url}/units")
"""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from infra.local import officers, processes
from infra.local.build import built
from infra.local.client import Session, session
from infra.local.deploy import deploy, fingerprint_of, parameters_of
from infra.local.places import HOST, REGION, ROOT, clean_environment, free_port, is_listening, tool
from infra.local.progress import Progress, silent
from infra.local.state import DEFAULT, LocalStack, Ports

AWS, ZALO, GATEWAY = "ministack", "zalo-simulator", "gateway"
STRUCTURES = tuple(officers.COMMUNES)
START_SECONDS = 60


class CannotStart(Exception):  # noqa: N818 - read as an outcome
    """The local stack cannot be started like this; the message says why and what to do."""


def up(
    name: str = DEFAULT,
    *,
    ports: Ports | None = None,
    structure: str | None = None,
    parameters: dict[str, str] | None = None,
    progress: Progress | None = None,
) -> LocalStack:
    """Start the local stack of that name, or bring the running one to what the working copy says.

    Args:
        name: several stacks may run side by side under different names and ports.
        ports: where it listens; by default where it did, or 4566, 4600 and 8000.
        structure: the administrative structure, `2024-09` (482 units), `2024-12` or `2025-07` (131).
        parameters: of the template, that shall differ from samconfig.toml; by default what they were.
        progress: who hears what is being done.

    Raises:
        CannotStart: a port is taken, or the running stack differs in ports.
        DidNotStart, BuildFailed, DeployFailed: with the end of the log.
    """
    told = progress or Progress()
    stack = _known(name, ports, structure, told)
    if parameters is not None:
        stack.parameters = parameters
    fresh = not stack.programs
    try:
        if fresh:
            _start_servers(stack, told)
        _deploy(stack, told)
        _start_gateway(stack)  # one that has died is started again
    except BaseException:
        if fresh:
            _end(stack)
        raise
    return stack


def down(name: str = DEFAULT) -> bool:
    """End the stack of that name and everything it started; False when there was none."""
    stack = LocalStack.load(name)
    if stack is None:
        return False
    _end(stack)
    return True


@contextmanager
def running_stack(
    name: str,
    *,
    ports: Ports | None = None,
    structure: str = "2024-09",
    parameters: dict[str, str] | None = None,
    progress: Progress | None = None,
) -> Iterator[LocalStack]:
    """Run a stack of its own for as long as the block lasts, on free ports unless told otherwise.

    A stack of that name that a crash has left behind is ended first.
    """
    down(name)
    chosen = ports or Ports(aws=free_port(), zalo=free_port(), api=free_port())
    told = progress or silent()
    stack = up(name, ports=chosen, structure=structure, parameters=parameters, progress=told)
    try:
        yield stack
    finally:
        down(name)


def lambda_workers(stack: LocalStack, function: str) -> list[int]:
    """Return the process ids of the warm workers of a deployed function, to kill one in a test.

    Only processes that the stack's own AWS has started are looked at.
    """
    emulator = stack.program(AWS)
    if emulator is None:
        return []
    listed = subprocess.run(
        ["ps", "-ww", "-eo", "pid=,pgid=,args="], capture_output=True, text=True, check=True
    ).stdout
    found = [line.split(maxsplit=2) for line in listed.splitlines()]
    return [
        int(process)
        for process, group, command in found
        if int(group) == emulator.pid and f"ministack-lambda-{function}-" in command
    ]


def _known(name: str, ports: Ports | None, structure: str | None, told: Progress) -> LocalStack:
    """Return the running stack, or a new one after clearing away what a crash has left."""
    stack = LocalStack.load(name)
    if stack is not None:
        lost = [program for program in (AWS, ZALO) if stack.program(program) is None]
        if not lost:
            if ports not in {None, stack.ports}:
                raise CannotStart(f"The stack runs on other ports ({stack.ports}); end it first: make down")
            if structure not in {None, stack.structure}:
                raise CannotStart(f"The stack holds the units of {stack.structure}; end it first: make down")
            return stack
        told.note(f"{' and '.join(lost)} ended without `make down`: starting anew")
        _end(stack)
        ports, structure = ports or stack.ports, structure or stack.structure
    stack = LocalStack(name=name, ports=ports or Ports(), structure=structure or STRUCTURES[0])
    if stack.structure not in STRUCTURES:
        raise CannotStart(f"STRUCTURE={stack.structure} is none of {', '.join(STRUCTURES)}")
    for what, port in (("AWS", stack.ports.aws), ("ZALO", stack.ports.zalo), ("API", stack.ports.api)):
        if is_listening(port):
            raise CannotStart(f"Port {port} is taken by another program; choose one: make up {what}_PORT=…")
    return stack


def _start_servers(stack: LocalStack, told: Progress) -> None:
    with told.step("Starting the local AWS and the Zalo simulator"):
        _throw_away(stack.scratch)
        stack.scratch.mkdir(parents=True)
        emulator = [tool("emulator", "python"), str(ROOT / "infra" / "local" / "emulator.py")]
        _launch(stack, AWS, emulator, _aws_environment(stack))
        simulator = [sys.executable, "-m", "infra.local.zalo", "--port", str(stack.ports.zalo)]
        _launch(stack, ZALO, simulator, clean_environment())
        _wait(stack, AWS, _answers(f"{stack.aws_url}/_ministack/health"))
        _wait(stack, ZALO, lambda: is_listening(stack.ports.zalo))


def _aws_environment(stack: LocalStack) -> dict[str, str]:
    """Return the whole environment of ministack; nothing of the developer's reaches functions."""
    inherited = {key: value for key, value in clean_environment().items() if key in {"PATH", "HOME"}}
    return inherited | {
        "AUTH": "true",  # IAM is enforced
        "AWS_DEFAULT_REGION": REGION,
        "BIND_HOST": HOST,
        "GATEWAY_PORT": str(stack.ports.aws),
        "LANG": "C.UTF-8",
        "LOG_LEVEL": "WARNING",
        "MINISTACK_HOST": HOST,
        "MINISTACK_REGION": REGION,
        "NO_PROXY": HOST,
        "PYTHONPATH": str(ROOT / "infra" / "local" / "worker"),
        "TMPDIR": str(stack.scratch),
        "TZ": "UTC",
    }


def _deploy(stack: LocalStack, told: Progress) -> None:
    with told.step("Building"):
        template, build = built("host")
    parameters = parameters_of(stack)
    wanted = fingerprint_of(build, parameters)
    if stack.deployed == wanted:
        return
    aws = session(stack)
    with told.step("Deploying template.yaml") as step:
        deploy(stack, aws, template, parameters, step)
    with told.step("Wiring secrets, officers, gateway, Zalo app"):
        _put_secrets(stack, aws)
        stack.officers = officers.officers(stack.structure)
        officers.create(aws, stack.outputs["UserPoolId"], stack.officers)
        officers.enter(aws, stack.outputs["RosterFunctionName"])
        _start_gateway(stack)
        _register_app(stack)
    stack.deployed = wanted
    stack.save()


def _put_secrets(stack: LocalStack, aws: Session) -> None:
    """Do what the operator does after the first deploy to AWS: put the Zalo app's secrets in place."""
    secrets = aws.client("secretsmanager")
    for output, secret in (
        ("ZaloAppSecretName", stack.zalo_app.app_secret),
        ("ZaloWebhookSecretName", stack.zalo_app.oa_secret_key),
        ("ZaloMiniAppSecretName", stack.zalo_app.mini_app_key),
    ):
        secrets.put_secret_value(SecretId=stack.outputs[output], SecretString=secret)


def _register_app(stack: LocalStack) -> None:
    """Tell the simulator of the app; as Zalo does, it sends the webhook a test and wants 200 for it."""
    _tell_simulator(
        stack, "settings", {"night_enforced": False, "media_url": stack.zalo_url}
    )  # as QuietHours and MediaHosts
    _tell_simulator(
        stack,
        "apps",
        {
            "app_id": stack.zalo_app.app_id,
            "app_secret": stack.zalo_app.app_secret,
            "oa_secret_key": stack.zalo_app.oa_secret_key,
            "mini_app_key": stack.zalo_app.mini_app_key,
            "redirect_uris": [f"{stack.api_url}/zalo/oauth/callback"],
            "webhook_url": f"{stack.api_url}/zalo/events",
            "mini_app_webhook_url": f"{stack.api_url}/zalo/mini-app/events",
        },
    )


def _tell_simulator(stack: LocalStack, what: str, wish: dict[str, Any]) -> None:
    url = f"{stack.zalo_url}/_sim/{what}"
    answer = httpx.post(url, json=wish, trust_env=False, timeout=START_SECONDS)
    if answer.is_error:
        raise CannotStart(f"The Zalo simulator refused {what} (logs in {stack.logs}):\n{answer.text}")


def _start_gateway(stack: LocalStack) -> None:
    """Start the gateway; one that leads to an API of before is replaced."""
    running = stack.program(GATEWAY)
    if running is not None and stack.gateway_target == stack.api_target:
        return
    if running is not None:
        processes.stop([running])
    command = [sys.executable, "-m", "infra.local.gateway"]
    command += ["--port", str(stack.ports.api), "--target", stack.api_target]
    stack.gateway_target = stack.api_target
    _launch(stack, GATEWAY, command, clean_environment())
    _wait(stack, GATEWAY, lambda: is_listening(stack.ports.api))


def _launch(stack: LocalStack, name: str, command: list[str], environment: dict[str, str]) -> None:
    program = processes.start(
        name, command, log=stack.logs / f"{name}.log", environment=environment, folder=ROOT
    )
    stack.programs = [other for other in stack.programs if other.name != name] + [program]
    stack.save()


def _wait(stack: LocalStack, name: str, ready: Callable[[], bool]) -> None:
    program = next(found for found in stack.programs if found.name == name)
    processes.wait_until(program, ready, seconds=START_SECONDS)


def _answers(url: str) -> Callable[[], bool]:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def answers() -> bool:
        try:
            with opener.open(url, timeout=2):
                return True
        except OSError:  # an HTTPError is one too
            return False

    return answers


def _end(stack: LocalStack) -> None:
    processes.stop(stack.programs)
    _throw_away(stack.scratch)
    stack.forget()


def _throw_away(folder: Path) -> None:
    """Delete a folder without waiting: the copies of the layers that workers leave behind are gigabytes."""
    if not folder.exists():
        return
    doomed = folder.with_name(f".{folder.name}-{os.getpid()}-{time.time_ns()}")
    folder.rename(doomed)
    # The shell leaves the work to a process of its own and ends at once: nobody has to wait for anybody.
    subprocess.run(["sh", "-c", 'rm -rf "$1" &', "sh", str(doomed)], check=True, start_new_session=True)
