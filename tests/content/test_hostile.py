"""Hostile texts stay text: judged by two HTML parsers and a browser that would run what slipped through."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route

from portal.content.check import check
from portal.content.sanitise import clean
from portal.content.source import read
from tests.content.hostile import FAMILIES, PAYLOADS, RAW
from tests.content.roots import PATH, document, root
from tests.content.safety import ATTRIBUTES, ELEMENTS, faults, harmless, rendered


@cache
def html_of(family: str) -> dict[str, str]:
    """The family's texts, rendered."""
    return {what: rendered(text).html for what, text in FAMILIES[family].items()}


def all_html() -> dict[str, str]:
    """All texts, rendered."""
    return {what: html for family in FAMILIES for what, html in html_of(family).items()}


SITE = "http://portal.example"
LOOK = """
([htmls, elements, attributes]) => {
  window.ran = [];
  for (const name of ['alert', 'prompt', 'confirm']) window[name] = () => window.ran.push(name);
  const found = [];
  const look = (box, number, when) => {
    for (const element of box.querySelectorAll('*')) {
      if (element.namespaceURI !== 'http://www.w3.org/1999/xhtml' || !elements.includes(element.localName))
        found.push([number, when, `<${element.localName}>`]);
      for (const attribute of element.attributes)
        if (!attributes.includes(attribute.name)) found.push([number, when, `${attribute.name}=${attribute.value}`]);
      if (element.localName === 'a' && element.href && !['http:', 'https:', 'mailto:'].includes(element.protocol))
        found.push([number, when, element.href]);
    }
  };
  htmls.forEach((html, number) => {
    const box = document.createElement('article');
    document.body.append(box);
    box.innerHTML = html;
    look(box, number, 'parsed');
    const once = box.innerHTML;
    box.innerHTML = once;
    look(box, number, 'parsed again');
    if (box.innerHTML !== once) found.push([number, 'changed', box.innerHTML]);
    for (const wrapping of ['noscript', 'title', 'textarea', 'style', 'xmp', 'template', 'svg', 'math', 'select', 'table'])
      if (new RegExp(`</?${wrapping}[\\\\s/>]`, 'i').test(once) && wrapping !== 'table') found.push([number, 'could close', wrapping]);
    box.querySelectorAll('a').forEach((link) => link.dispatchEvent(new MouseEvent('mouseover')));
  });
  return found;
}
"""


def open_at(page: Page, html: str) -> list[str]:
    """Open a page of a site whose every answer is ours; the list grows with each path or address that is asked for."""
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url.removeprefix(SITE))
        route.fulfill(body=html, content_type="text/html")

    page.route("**/*", answer)
    page.goto(f"{SITE}/")
    return asked


@pytest.mark.parametrize("family", FAMILIES)
def test_nothing_of_it_can_run_call_out_or_deceive(family: str) -> None:
    assert {what: found for what, html in html_of(family).items() if (found := faults(html))} == {}


def test_the_table_is_as_long_as_it_says() -> None:
    assert sum(map(len, FAMILIES.values())) == len(PAYLOADS) > 2500


def test_the_sanitiser_has_nothing_left_to_change_in_what_it_passed() -> None:
    assert [what for what, html in all_html().items() if clean(html) != html] == []


def test_a_browser_finds_nothing_more_also_when_it_parses_its_own_writing_again(page: Page) -> None:
    asked = open_at(page, "<!doctype html><title>x</title><main></main>")
    names = list(all_html())
    found: list[tuple[int, str, str]] = page.evaluate(LOOK, [list(all_html().values()), sorted(ELEMENTS), sorted(ATTRIBUTES)])
    assert [(names[number], when, what) for number, when, what in found] == []
    page.mouse.move(200, 200)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.ran") == []
    assert set(asked) <= {"/", "/favicon.ico", "/library/images/00ff.png"}


def test_the_page_around_is_not_clobbered(page: Page) -> None:
    open_at(page, "<!doctype html><title>x</title><main id='main'><article id='document'></article></main>")
    names = ["cookie", "body", "forms", "getElementById", "main", "fn1", "constructor", "location", "top", "name"]
    html = "".join(rendered(f"x {{#{name}}}\n\n# {name}").html for name in names)
    same: Any = page.evaluate(
        """html => {
          const before = [document.cookie, document.body, document.forms, document.getElementById, window.location, window.top, window.name];
          document.getElementById('document').innerHTML = html;
          const after = [document.cookie, document.body, document.forms, document.getElementById, window.location, window.top, window.name];
          return before.every((value, n) => value === after[n]) && document.getElementById('main').localName === 'main';
        }""",
        html,
    )
    assert same is True


def test_what_is_refused_is_also_named(tmp_path: Path) -> None:
    texts = [
        "[x](javascript:1)",
        "![x](data:image/png,1)",
        "x {#main}",
        "x {#r1 onclick=1}",
        "[x](//example.org)",
        "[x](<\x01javascript:1>)",
    ]
    folder = root(tmp_path, {PATH: document("# Purpose\n\n" + "\n\n".join(texts) + "\n")})
    assert [(problem.line, problem.code) for problem in check(read(folder))] == [
        (18, "unsafe-link"),
        (20, "image-outside"),
        (22, "reserved-anchor"),
        (24, "bad-anchor"),
        (26, "unsafe-link"),
        (28, "link-outside"),
    ]


@pytest.mark.parametrize("html", RAW)
def test_the_judge_sees_what_it_should(html: str) -> None:
    assert faults(html) != []


@pytest.mark.parametrize(
    "html",
    [
        '<a href="javascript:x">x</a>',
        '<a href="java\tscript:x">x</a>',
        '<a href="//example.org">x</a>',
        '<p onclick="x">x</p>',
        '<p style="x">x</p>',
        '<p id="main">x</p>',
        '<p id="a">x</p><p id="a">y</p>',
        '<img src="https://example.org/x.png">',
        '<a name="cookie">x</a>',
    ],
)
def test_the_judge_sees_each_single_fault(html: str) -> None:
    assert faults(html) != []


def test_the_sanitiser_alone_would_hold() -> None:
    left = {html: [fault for fault in faults(clean(html)) if not fault.startswith(("image", "address 'x'"))] for html in RAW}
    assert {html: found for html, found in left.items() if found} == {}


def test_addresses_are_read_as_a_browser_reads_them() -> None:
    assert [address for address in ("https://a.example", "MAILTO:a@b.example", "/x", "#x") if not harmless(address)] == []
    assert [
        address for address in ("javascript:1", " javascript:1", "java\nscript:1", "//x", "/\\x", "\\\\x", "x:y", "x") if harmless(address)
    ] == []
