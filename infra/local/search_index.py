"""`make search-index`: make the file that residents search anew, from what is published; STAGE= for AWS.

After a release that changes the form of the file, after a reorganisation of units, and whenever the index may
have missed something. Searches go on with the old file meanwhile.
"""

import argparse
import json
import sys

from infra.stages import StageMissing, stage_of


def main() -> int:
    """Invoke the indexer and say what it did; 1 when it failed."""
    parser = argparse.ArgumentParser(description="Make the search index anew.")
    parser.add_argument("--stage", help="a stage of samconfig.toml on AWS; without it the local stack")
    options = parser.parse_args()
    try:
        stage = stage_of(options.stage or "")
    except StageMissing as missing:
        print(missing, file=sys.stderr)
        return 1
    answer = stage.client("lambda").invoke(
        FunctionName=stage.outputs["SearchIndexFunctionName"], Payload=json.dumps({"rebuild": True}).encode()
    )
    done = json.loads(answer["Payload"].read())
    if "FunctionError" in answer:
        print(f"The index was not made: {done.get('errorType')}. Its log says why.", file=sys.stderr)
        return 1
    print(f"{done['put']} items are in the index.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
