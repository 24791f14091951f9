"""What a stranger finds at the front: Zalo's check of the domain, and closed doors beside it."""

from tests.e2e.town import Town


def test_the_route_for_zalos_file_opens_no_other(town: Town) -> None:
    """`GET /{page}` matches every address of one word; those of officers stay closed, pages are open."""
    for path in ("/units", "/officers", "/accounts", "/articles", "/broadcasts", "/cases", "/conversations"):
        assert town.ask(None, "GET", path).status_code == 401, path
    for path in ("/zalo_verifierXYZ.html", "/wp-login.php"):
        assert town.ask(None, "GET", path).status_code == 404, path
    for path in ("/", "/tim-xa", "/huong-dan", "/da-tra-loi", "/robots.txt"):
        assert town.ask(None, "GET", path).status_code == 200, path


def test_the_alarms_of_this_stack_watch_what_its_functions_write(town: Town) -> None:
    """Functions and alarms name the same namespace, and it is this stack's own."""
    alarms = town.client("cloudwatch").describe_alarms(MaxRecords=100)["MetricAlarms"]
    ours = {alarm["Namespace"] for alarm in alarms if not alarm["Namespace"].startswith("AWS/")}
    written = {
        town.client("lambda").get_function_configuration(FunctionName=name)["Environment"]["Variables"][
            "POWERTOOLS_METRICS_NAMESPACE"
        ]
        for output, name in town.stack.outputs.items()
        if output.endswith("FunctionName")
    }
    assert ours == written == {f"Loa/{town.stack.stack}"}
