import io
import re

import pytest
from rich.console import Console
from test_run import PAGES, Quoting, case

from evals.report import number, print_report
from evals.run import run


@pytest.fixture
def report():
    def show(cases, failures=False):
        out = io.StringIO()
        print_report(run(cases, Quoting(), PAGES), Console(file=out, width=140), failures)
        return out.getvalue()

    return show


def test_the_report_shows_each_measure_with_its_interval_and_count(report):
    shown = report([case("x", facts=(re.compile("zes"),)), case("y", facts=(re.compile("zes"),))])
    line = next(line for line in shown.splitlines() if "Alle feiten getoond" in line)
    assert "1,000" in line
    assert "1,000 – 1,000" in line
    assert " 2 " in line


def test_the_report_has_a_line_for_each_kind_with_a_dash_for_what_it_has_no_label_for(report):
    shown = report([case("x", "lijst"), case("y", "feit", facts=(re.compile("acht"),))])
    kinds = shown[shown.index("Per soort vraag") :]
    assert re.search(r"feit\W+1\W+–\W+–\W+0,000", kinds)
    assert re.search(r"lijst\W+1\W+–\W+–\W+–\W+1,000", kinds)


def test_the_report_counts_what_fell_short_and_tells_the_times(report):
    shown = report([case("x"), case("y", facts=(re.compile("acht"),))])
    assert "2 vragen, 1 met iets dat ontbreekt of niet klopt" in shown
    assert "p50 0,010 s, p95 0,010 s" in shown


def test_failures_are_told_only_on_request(report):
    cases = [case("goed"), case("fout", turns=("Eerst?", "En [bold]dan[/bold]?"), facts=(re.compile("acht"),))]
    assert "feit ontbreekt" not in report(cases)
    shown = report(cases, failures=True)
    assert "fout (feit)" in shown
    assert "Vraag: En [bold]dan[/bold]?" in shown
    assert "feit ontbreekt: acht" in shown
    assert "goed (feit)" not in shown


def test_numbers_have_a_comma():
    assert number(0.5) == "0,500"
