"""What is known about a running local stack, kept in `build/NAME.json` for scripts, tests and `make up`."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self

from infra.local.places import BUILD, HOST, LOGS, REGION
from infra.local.processes import Program

DEFAULT = "local"


@dataclass(frozen=True, slots=True)
class Ports:
    """Where the three servers listen on this machine."""

    aws: int = 4566
    zalo: int = 4600
    api: int = 8000


@dataclass(frozen=True, slots=True)
class Officer:
    """A log-in of the local user pool."""

    username: str
    password: str
    name: str
    unit: str
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ZaloApp:
    """The Zalo app as the simulator knows it; its secrets are good for nothing else."""

    app_id: str = "4000000000000000040"
    app_secret: str = "local-app-secret"  # noqa: S105 - of the simulator
    oa_secret_key: str = "local-oa-secret-key"  # noqa: S105 - of the simulator
    mini_app_key: str = "local-mini-app-key"


@dataclass(slots=True)
class LocalStack:
    """A local stack: where it answers, what is deployed, who may log in, which programs it is made of.

    Attributes:
        parameters: those of the template that this stack has otherwise than samconfig.toml says.
    """

    name: str = DEFAULT
    ports: Ports = field(default_factory=Ports)
    structure: str = "2024-09"
    parameters: dict[str, str] = field(default_factory=dict)
    stack: str = ""
    api_id: str = ""
    gateway_target: str = ""
    deployed: str = ""
    outputs: dict[str, str] = field(default_factory=dict)
    officers: list[Officer] = field(default_factory=list)
    zalo_app: ZaloApp = field(default_factory=ZaloApp)
    programs: list[Program] = field(default_factory=list)

    @property
    def aws_url(self) -> str:
        """The endpoint of all AWS services."""
        return f"http://{HOST}:{self.ports.aws}"

    @property
    def zalo_url(self) -> str:
        """The Zalo simulator: OAuth, OpenAPI and its control under `/_sim/`."""
        return f"http://{HOST}:{self.ports.zalo}"

    @property
    def api_url(self) -> str:
        """The application's HTTP API, as officers and Zalo reach it (PublicUrl)."""
        return f"http://{HOST}:{self.ports.api}"

    @property
    def api_target(self) -> str:
        """The same API inside the local AWS, which the gateway forwards to."""
        return f"{self.aws_url}/_aws/execute-api/{self.api_id}/$default"

    @property
    def logs(self) -> Path:
        """The folder with the logs of the programs."""
        return LOGS / self.name

    @property
    def scratch(self) -> Path:
        """The folder that the local AWS unpacks functions into; it goes with the stack."""
        return BUILD / "tmp" / self.name

    def officer(self, username: str) -> Officer:
        """Return the log-in of that name."""
        return next(found for found in self.officers if found.username == username)

    def program(self, name: str) -> Program | None:
        """Return the program of that name, if it is running."""
        return next((found for found in self.programs if found.name == name and found.is_alive()), None)

    def save(self) -> None:
        """Write the state file; addresses are written out for readers that are not Python."""
        file = state_file(self.name)
        file.parent.mkdir(parents=True, exist_ok=True)
        addresses = {"aws_url": self.aws_url, "zalo_url": self.zalo_url, "api_url": self.api_url}
        told = asdict(self) | addresses | {"region": REGION, "logs": str(self.logs)}
        partial = file.with_suffix(".partial")
        partial.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n")
        partial.replace(file)

    def forget(self) -> None:
        """Remove the state file."""
        state_file(self.name).unlink(missing_ok=True)

    @classmethod
    def load(cls, name: str = DEFAULT) -> Self | None:
        """Return the stack of that name as its state file tells it, or None when there is none."""
        file = state_file(name)
        if not file.exists():
            return None
        told: dict[str, Any] = json.loads(file.read_text())
        return cls(
            name=told["name"],
            ports=Ports(**told["ports"]),
            structure=told["structure"],
            parameters=told.get("parameters", {}),
            stack=told["stack"],
            api_id=told["api_id"],
            gateway_target=told["gateway_target"],
            deployed=told["deployed"],
            outputs=told["outputs"],
            officers=[Officer(**{**one, "groups": tuple(one["groups"])}) for one in told["officers"]],
            zalo_app=ZaloApp(**told["zalo_app"]),
            programs=[Program(**one) for one in told["programs"]],
        )


def state_file(name: str) -> Path:
    """Return where the state of the stack `name` is kept."""
    return BUILD / f"{name}.json"
