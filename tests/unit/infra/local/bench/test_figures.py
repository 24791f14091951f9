"""Figures: ratios, budgets, what is kept; and the parts of the bench that only compute."""

import contextlib
import io
import json
import threading
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rich.console import Console

from infra.local.bench import __main__ as bench
from infra.local.bench.cascade import floor_of
from infra.local.bench.cold import (
    FIRST_PAGE,
    FIRST_REQUEST,
    environment,
    figure_of,
    logical_name,
    program_of,
    program_of_page,
)
from infra.local.bench.figures import Figure, compared, table_of, write
from infra.local.bench.meter import rows_of, units_of
from infra.local.bench.sizes import BUDGETS, figures_of
from infra.local.places import FUNCTION_TEMPLATES, function_folders
from tests.pages.test_console_routes import CONSOLES

ROOT = Path(__file__).parents[5]


def test_a_budget_is_for_the_ratio_where_there_is_a_floor() -> None:
    assert Figure("cold", 300, "ms", floor=200, budget=2.0).within is True
    assert Figure("cold", 500, "ms", floor=200, budget=2.0).within is False


def test_a_budget_is_for_the_value_where_there_is_no_floor() -> None:
    assert Figure("requests", 6, "requests", budget=6).within is True
    assert Figure("requests", 6.1, "requests", budget=6).within is False


def test_a_budget_of_nothing_is_kept_by_nothing_only() -> None:
    assert Figure("wrong", 0, "events", budget=0).within is True
    assert Figure("wrong", 1, "events", budget=0).within is False


def test_a_figure_without_a_budget_is_neither_within_nor_beyond() -> None:
    assert Figure("speed", 80, "events/s").within is None


def test_what_slows_a_whole_round_down_does_not_change_the_ratio() -> None:
    result = compared([2.0, 20.0, 2.0], [1.0, 10.0, 1.0])
    assert (result.ratio, result.low, result.high) == (2.0, 2.0, 2.0)
    assert result.value == result.floor * result.ratio


def test_repetitions_must_pair_up() -> None:
    with pytest.raises(ValueError, match="zip"):
        compared([1.0, 2.0, 3.0], [1.0, 2.0])


def test_the_file_has_seven_fields_for_each_figure_and_the_notes_beside_them(tmp_path: Path) -> None:
    file = tmp_path / "build" / "bench.json"
    write([Figure("a.b", 3, "ms", 2, 2.0, "how")], file, at=datetime(2026, 11, 21, tzinfo=UTC))
    assert json.loads(file.read_text("utf-8")) == {
        "measured_at": "2026-11-21T00:00:00+00:00",
        "figures": [
            {
                "name": "a.b",
                "value": 3,
                "unit": "ms",
                "floor": 2,
                "ratio": 1.5,
                "budget": 2.0,
                "within": True,
            }
        ],
        "notes": {"a.b": "how"},
        "spreads": {},
    }


def test_the_table_marks_what_is_beyond_its_budget() -> None:
    console = Console(width=200, record=True, file=io.StringIO())
    console.print(table_of([Figure("good", 1, "s", budget=2), Figure("bad", 3, "s", budget=2)]))
    lines = console.export_text().splitlines()
    assert any("good" in line and "✓" in line for line in lines)
    assert any("bad" in line and "✗" in line for line in lines)


def test_the_summary_names_what_is_beyond_its_budget() -> None:
    assert "bad" in bench.summary_of([Figure("bad", 3, "s", budget=2)], 1)
    assert "all within" in bench.summary_of([Figure("good", 1, "s", budget=2)], 1)


def test_a_part_that_does_not_exist_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.main(["weather"]) == 2
    assert "cold" in capsys.readouterr().err


def test_only_a_cascade_has_the_machine_to_itself_and_every_part_says_how_long_it_took(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    lock, running, company = threading.Lock(), set[str](), dict[str, set[str]]()

    def measured(name: str, _shared: Mapping[str, str]) -> list[Figure]:
        with lock:
            running.add(name)
            for one in running:
                company.setdefault(one, set()).update(running)
        time.sleep(0.02)
        with lock:
            running.remove(name)
        return [Figure(f"{name}.what", 1, "s"), Figure(f"time.{name}", 0.02, "s")]

    monkeypatch.setattr(bench, "measured", measured)
    monkeypatch.setattr(bench, "shared_engine", lambda *, needed: contextlib.nullcontext({"NEEDED": needed}))
    monkeypatch.setattr(bench, "ROOT", tmp_path)
    monkeypatch.setattr(bench, "RESULT", tmp_path / "bench.json")

    assert bench.main([]) == 0

    kept = json.loads(bench.RESULT.read_text())["figures"]
    assert {f"time.{part}" for part in bench.PARTS} < {figure["name"] for figure in kept}
    assert (kept[-1]["name"], kept[-1]["budget"], kept[-1]["within"]) == ("time.all", 300, True)
    assert company["cascade"] == {"cascade"}
    assert company["local_stack"] == {"local_stack"}
    assert company["cold"] <= {"cold", "surge"}


def test_a_part_that_fails_is_told_and_the_others_are_measured(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def measured(name: str, _shared: Mapping[str, str]) -> list[Figure]:
        if name == "sizes":
            raise bench.PartFailed("the build broke")
        return [Figure(f"{name}.what", 1, "s")]

    monkeypatch.setattr(bench, "measured", measured)
    assert bench.main(["sizes", "cold"]) == 1
    told = capsys.readouterr()
    assert "the build broke" in told.err
    assert "cold.what" in told.out


def test_every_part_can_be_measured() -> None:
    folder = ROOT / "infra" / "local" / "bench"
    for part in bench.PARTS:
        assert "def measure()" in (folder / f"{part}.py").read_text("utf-8")


def test_capacity_is_summed_over_tables() -> None:
    assert units_of({"ConsumedCapacity": {"CapacityUnits": 1.0}}) == 1
    assert units_of({"ConsumedCapacity": [{"CapacityUnits": 2.0}, {"CapacityUnits": 4.0}]}) == 6
    assert units_of({}) == 0


def test_the_rows_of_a_transaction_are_known_by_table_and_key() -> None:
    key = {"partition": "40", "sort": "a"}
    items = [
        {"Put": {"TableName": "Units", "Item": {**key, "name": "x"}}},
        {"Update": {"TableName": "Inbox", "Key": key, "UpdateExpression": "…"}},
    ]
    assert rows_of(items) == [("Units", key), ("Inbox", key)]


def test_the_floor_of_a_cascade_is_the_limit_of_zalo() -> None:
    assert floor_of(482) == pytest.approx(28.92)


def test_every_function_has_its_cold_start_measured() -> None:
    assert set(function_folders()) == set(FIRST_REQUEST)
    template = "".join(path.read_text("utf-8") for path in FUNCTION_TEMPLATES)
    for function in FIRST_REQUEST:
        assert f"\n  {logical_name(function)}:\n" in template
        compile(program_of(function), function, "exec")


def test_every_console_has_its_first_page_measured() -> None:
    assert CONSOLES.keys() == FIRST_PAGE.keys()
    for function, (_, template) in FIRST_PAGE.items():
        assert (ROOT / "layers" / "pages" / "templates" / "console" / template).is_file()
        compile(program_of_page(function), function, "exec")


def test_a_cold_start_knows_the_variables_of_the_template() -> None:
    assert {"UNITS_TABLE", "INBOX_QUEUE_URL", "ZALO_APP_ID", "UNITS_AS_OF"} <= set(environment())
    plugins = environment()["PYDANTIC_DISABLE_PLUGINS"]
    assert f'\n        PYDANTIC_DISABLE_PLUGINS: "{plugins}"' in (ROOT / "template.yaml").read_text("utf-8")


def test_the_webhook_has_the_tightest_budget_and_its_noise_is_told() -> None:
    webhook = figure_of("webhook", [0.22, 0.2, 0.24, 0.2, 0.22], [0.2] * 5)
    assert webhook.budget == 1.15
    assert webhook.ratio == pytest.approx(1.1)
    assert webhook.spread == "1.00-1.10"
    assert figure_of("report", [0.2, 0.2], [0.1, 0.1]).budget == 2.0


def test_the_largest_function_stands_for_all() -> None:
    sizes = {
        "layers": {"DepsLayer": 7_900_000, "LoaLayer": 1_000 * BUDGETS["LoaLayer"] + 1},
        "functions": {"A": 1_000, "B": 66_000},
    }
    found = {figure.name: figure.within for figure in figures_of(sizes)}
    assert found == {"size.DepsLayer": True, "size.LoaLayer": False, "size.largest_function": False}
