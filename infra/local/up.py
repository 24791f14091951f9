"""`make up`: start the whole stack on this machine or update the running one, and say where it is."""

import argparse

from infra.local.build import BuildFailed
from infra.local.deploy import DeployFailed, practice_parameters
from infra.local.places import REGION
from infra.local.processes import DidNotStart
from infra.local.progress import Progress
from infra.local.stack import CannotStart, up
from infra.local.state import DEFAULT, LocalStack, Ports, state_file


def main() -> int:
    """Start or update the stack; 0 when it runs."""
    parser = argparse.ArgumentParser(description="Start or update the local stack.")
    parser.add_argument("--name", default=DEFAULT)
    parser.add_argument("--aws-port", type=int)
    parser.add_argument("--zalo-port", type=int)
    parser.add_argument("--api-port", type=int)
    parser.add_argument("--structure", help="2024-09 (482 units), 2024-12 or 2025-07 (131 units)")
    parser.add_argument("--practice", action="store_true", help="officers practise; stays so until make down")
    options = parser.parse_args()
    progress = Progress()
    try:
        stack = up(
            options.name,
            ports=_ports(options),
            structure=options.structure or None,
            parameters=practice_parameters() if options.practice else None,
            progress=progress,
        )
    except (CannotStart, DidNotStart, BuildFailed, DeployFailed) as failure:
        progress.note(f"[red]✗[/] {failure}")
        return 1
    _tell(stack, progress)
    return 0


def _ports(options: argparse.Namespace) -> Ports | None:
    """Return the ports asked for, None when none was; those not named stay what they were."""
    asked = {
        key: value
        for key, value in (
            ("aws", options.aws_port),
            ("zalo", options.zalo_port),
            ("api", options.api_port),
        )
        if value
    }
    if not asked:
        return None
    known = LocalStack.load(options.name)
    usual = known.ports if known else Ports()
    return Ports(**{"aws": usual.aws, "zalo": usual.zalo, "api": usual.api, **asked})


def _tell(stack: LocalStack, progress: Progress) -> None:
    say = progress.note
    say("\n[bold]Loa is up[/]")
    say(f"  API             {stack.api_url}")
    say(f"  Zalo simulator  {stack.zalo_url}  (control: /_sim/)")
    say(f"  Local AWS       {stack.aws_url}  (AWS_ENDPOINT_URL; key and secret `test`, {REGION})")
    say(f"  Structure       {stack.structure}")
    say(f"  Logs            {stack.logs}")
    say(f"  For scripts     {state_file(stack.name)}")
    say("\n[bold]Officers[/] (password of all: " + stack.officers[0].password + ")")
    for officer in stack.officers:
        say(f"  {officer.username:<24}{officer.unit:<14}{', '.join(officer.groups)}")
    say(f"  Console         {stack.api_url}/console  (sign in with a name and the password above)")
    say("                  approvers, administrators and investigators set up an authenticator at first;")
    say("                  without a phone: .venv/bin/python -m infra.local.authenticator KEY-ON-THE-PAGE")
    asked = "$(make -s token OFFICER=editor)"
    say("\n  make import-units   first: fills the table of units")
    say(f'  curl -H "authorization: {asked}" {stack.api_url}/units')
    say("  infra/local/README.md, Try it by hand: connect an account, let a resident write, answer")
    say("  make down           ends it all")


if __name__ == "__main__":
    raise SystemExit(main())
