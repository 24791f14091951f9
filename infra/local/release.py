"""`make deploy STAGE=…`: build for AWS and deploy with the caller's own credentials.

What belongs to a stage stands in `samconfig.toml`; the Zalo app's secrets are put in afterwards, by hand.
"""

import os
import subprocess
import sys

from infra.local.build import BuildFailed, built
from infra.local.deploy import CONFIGURATION, STAGE, configuration
from infra.local.places import ROOT, tool

EXAMPLES = ("example.vn", "ZaloAppId=1000000000000000000")
NEXT = """
Next, once per stage:
  aws secretsmanager put-secret-value --secret-id {stack}/zalo-app --secret-string "$ZALO_APP_SECRET"
  aws secretsmanager put-secret-value --secret-id {stack}/zalo-webhook --secret-string "$ZALO_OA_KEY"
  .venv/bin/python -m infra.units.load --table "$UNITS_TABLE"    # output UnitsTableName
and name in the Zalo app: redirect PublicUrl/zalo/oauth/callback, webhook PublicUrl/zalo/events."""


def main(stage: str) -> int:
    """Deploy a stage of samconfig.toml; returns the exit code of `sam deploy`."""
    sections = configuration()
    stages = [name for name in sections if name not in {"version", "default", STAGE}]
    if stage not in stages:
        print(f"Which stage? make deploy STAGE={' or STAGE='.join(stages)} (samconfig.toml)", file=sys.stderr)
        return 2
    examples = [
        parameter
        for parameter in sections[stage]["deploy"]["parameters"]["parameter_overrides"]
        if any(example in parameter for example in EXAMPLES)
    ]
    if examples:
        print(f"samconfig.toml [{stage}] still holds examples: {', '.join(examples)}", file=sys.stderr)
        return 2
    try:
        template, _ = built("arm64")
    except BuildFailed as failure:
        print(failure, file=sys.stderr)
        return 1
    command = [tool("sam", "sam"), "deploy", "--template-file", str(template)]
    command += ["--config-file", str(CONFIGURATION), "--config-env", stage]
    environment = {**os.environ, "SAM_CLI_TELEMETRY": "0"}
    code = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    if code == 0:
        print(NEXT.format(stack=sections[stage]["global"]["parameters"]["stack_name"]))
    return code


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
