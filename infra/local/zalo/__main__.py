"""Command line: ``python -m infra.local.zalo --port 8700``."""

import argparse
import json
from pathlib import Path

from infra.local.zalo.server import make_server
from infra.local.zalo.settings import Settings
from infra.local.zalo.simulator import Simulator


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m infra.local.zalo", description=__doc__)
    parser.add_argument("--port", type=int, default=8700)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--latency-ms", type=int, default=0, help="added to every platform call")
    parser.add_argument("--seed", type=int, default=0, help="repeatable ids and dice; 0 is random")
    parser.add_argument("--settings", default="{}", help="more switches, as JSON (see settings.py)")
    parser.add_argument("--certificate", type=Path, help="PEM file: serve HTTPS")
    parser.add_argument("--key", type=Path, help="PEM file of the certificate's key")
    wish = parser.parse_args()
    settings = Settings()
    try:
        settings.change({"latency_ms": wish.latency_ms, "seed": wish.seed, **json.loads(wish.settings)})
    except ValueError as error:
        parser.error(str(error))
    server = make_server(
        Simulator(settings), host=wish.host, port=wish.port, certificate=wish.certificate, key=wish.key
    )
    scheme = "https" if wish.certificate else "http"
    address = f"{scheme}://{wish.host}:{wish.port}"
    print(f"Zalo simulator: {address} (control: /_sim/, see infra/local/zalo/README.md)", flush=True)
    server.run()


if __name__ == "__main__":
    main()
