"""What tests are given: pages are looked at, skips are said or refused, nobody's settings leak in."""

import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask, Response

from portal.web.access import PUBLIC, allows
from tests.commands import environment
from tests.house.source import TOP
from tests.look import problems

GOOD = (
    "<!doctype html><html><head><title>Sign in – Baseline</title></head><body><svg><title>x</title></svg><h1>Sign <b>in</b></h1>"
    '<label for="a">A</label><input id="a"><input aria-label="B"><input type="hidden" id="b"><img alt=""><script src="x.js"></script></body>'
)


def test_nothing_is_wrong_with_a_good_page() -> None:
    assert problems(GOOD) == []


@pytest.mark.parametrize(
    ("change", "to", "problem"),
    [
        ("<!doctype html>", "", "no doctype"),
        ("<h1>Sign <b>in</b></h1>", "", "0 h1"),
        ("</h1>", "</h1><h1>Again</h1>", "2 h1"),
        ("<title>Sign in –", "<title>Baseline: Sign in –", "title 'Baseline: Sign in – Baseline' does not begin with 'Sign in'"),
        ("<h1>Sign <b>in</b></h1>", "<h1></h1>", "title 'Sign in – Baseline' does not begin with ''"),
        ('<label for="a">A</label>', "", "no label for 'a'"),
        ('aria-label="B"', "", "no label for ''"),
        ('id="b"', 'id="a"', "id 'a' twice"),
        ('<img alt="">', '<img src="x">', 'no text for <img src="x">'),
        ('<script src="x.js">', "<script>", "inline: <script>"),
        ("<h1>", '<h1 style="color: red">', 'inline: <h1 style="color: red">'),
        ("<h1>", '<h1 onclick="go()">', 'inline: <h1 onclick="go()">'),
        ("<h1>", '<a href=" JavaScript:go()">x</a><h1>', 'inline: <a href=" JavaScript:go()">'),
        ("<svg>", "<style>p {}</style><svg>", "inline: <style>"),
        (
            "<svg>",
            "&lt;built-in method keys of dict object at 0x7f&gt;<svg>",
            "Python's own words: '&lt;built-in method keys of dict object at 0x7f'",
        ),
        ("<svg>", "&lt;portal.people.Reader object at 0x7f&gt;<svg>", "Python's own words: '&lt;portal.people.Reader object at 0x7f'"),
    ],
)
def test_what_is_wrong_with_a_page_is_found(change: str, to: str, problem: str) -> None:
    assert change in GOOD
    assert problem in problems(GOOD.replace(change, to, 1))


@pytest.mark.parametrize("config", ["sqlite"], indirect=True)
def test_a_test_fails_by_a_bad_page_and_by_an_error_of_ours(app: Flask) -> None:
    @allows(PUBLIC)
    def answer(status: int) -> Response:
        return Response("<p>no page</p>", status, mimetype="text/html")

    app.add_url_rule("/bad/<int:status>", "test.bad", answer)
    browser = app.test_client()
    with pytest.raises(AssertionError, match="GET /bad/200 is not a good page: no doctype; 0 h1"):
        browser.get("/bad/200")
    with pytest.raises(AssertionError, match="GET /bad/503 answered 503"):
        browser.get("/bad/503")
    assert browser.get("/bad/302").status_code == 302
    assert browser.head("/bad/200").status_code == 200


SKIPPING = """
import pytest
from tests.conftest import pytest_make_collect_report, pytest_runtest_makereport, pytest_terminal_summary

def test_one():
    pytest.skip("no such server")

@pytest.mark.xfail(strict=True)
def test_two():
    assert False
"""


@pytest.mark.parametrize(
    ("required", "status", "line"), [("0", 0, "1 skipped, because: no such server"), ("1", 1, "refuses a skip: Skipped: no such server")]
)
def test_a_skip_is_said_aloud_or_refused(tmp_path: Path, required: str, status: int, line: str) -> None:
    (tmp_path / "conftest.py").write_text(SKIPPING.partition("def test_one")[0])
    (tmp_path / "test_it.py").write_text("import pytest\n\ndef test_one" + SKIPPING.partition("def test_one")[2])
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    answer = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:randomly", "-p", "no:cacheprovider", str(tmp_path)],
        cwd=tmp_path, env={**environment(require_all=required), "PYTHONPATH": str(TOP)}, capture_output=True, text=True, timeout=100, check=False,
    )  # fmt: skip
    assert answer.returncode == status, answer.stdout
    assert line in answer.stdout
    assert "1 xfailed" in answer.stdout


@pytest.mark.parametrize("config", ["sqlite"], indirect=True)
def test_what_is_written_in_one_test_is_not_there_in_another(app: Flask, cast: dict[str, int]) -> None:
    """Run twice over by its twin below: either would find the other's people if they leaked."""
    assert sorted(cast.values()) == list(range(1, 9))


@pytest.mark.parametrize("config", ["sqlite"], indirect=True)
def test_and_not_here_either(app: Flask, cast: dict[str, int]) -> None:
    assert sorted(cast.values()) == list(range(1, 9))
