"""Markdown files, read as text and through the reader of the house."""

import re

import pytest

from portal.content.front_matter import parse
from portal.paper.document import PaperDocument
from portal.paper.md import document_md
from tests.paper.samples import ADDRESS, control, paper, resolve
from tests.paper.shipped import as_paper, templates


def body(markdown: str) -> str:
    return document_md(paper(markdown)).decode().split("---\n\n", 1)[1].rstrip("\n")


def test_the_file_begins_with_what_it_is() -> None:
    text = document_md(paper("# Text", code="TPL-12", version="1.10", title='A "title": #1')).decode()
    assert text == '---\ncode: "TPL-12"\nversion: "1.10"\nstate: "Effective"\ntitle: "A \\"title\\": #1"\n---\n\n# Text\n'
    assert [problem.code for problem in parse(text, "x.md").problems if problem.code in {"bad-yaml", "no-front-matter"}] == []


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("See [[RSK-STD-01#r3]].", "See [RSK-STD-01 Risk management](https://portal.example/library/rsk-std-01#r3)."),
        ("See [[TPL-99]].", "See [[TPL-99]]."),
        ("[a](/register) [b](<other page>)", "[a](https://portal.example/register) [b](<https://portal.example/library/other page>)"),
        ("[a](https://x.example/(y)) [b](#r1)", f"[a](https://x.example/(y)) [b]({ADDRESS}#r1)"),
        ("[a][x]\n\n[x]: /register 'T'", "[a][x]\n\n[x]: https://portal.example/register 'T'"),
        ("[a](javascript:alert) [b](ftp://x)", "[a](<>) [b](<>)"),
        ("![Alt *text*](../images/a.svg 'T')", f"[Alt *text*]({ADDRESS})"),
        ("`[[RSK-STD-01]]` ``a ` [b](/c)``", "`[[RSK-STD-01]]` ``a ` [b](/c)``"),
        ("\\[[RSK-STD-01]] \\`[[TPL-99]]", "\\[[RSK-STD-01]] \\`[[TPL-99]]"),
        ("```\n[a](/b)\n```\n\n    [c](/d)\n\n[e](/f)", "```\n[a](/b)\n```\n\n    [c](/d)\n\n[e](https://portal.example/f)"),
        ("| [[RSK-STD-01]] |\n|---|", "| [RSK-STD-01 Risk management](https://portal.example/library/rsk-std-01) |\n|---|"),
    ],
)
def test_addresses_are_completed_and_code_is_left_alone(written: str, expected: str) -> None:
    assert body(written) == expected


def test_without_guidance_the_boxes_that_explain_are_gone() -> None:
    text = '!!! guidance "Read"\n    Words.\n\n    More.\n\n# One\n\n!!! note\n    Kept.\n\n!!! example\n    Gone.\n\nEnd'
    kept = document_md(paper(text), guidance=False).decode()
    assert [word in kept for word in ("Words", "More", "# One", "Kept", "Gone", "End")] == [False, False, True, True, False, True]


def test_a_document_without_an_address_keeps_its_words() -> None:
    bare = document_md(PaperDocument(control(), "![Alt](a.svg) [x](/y)", "", resolve)).decode()
    assert bare.endswith("---\n\nAlt [x](<>)\n")


def test_endless_runs_of_ticks_and_brackets_take_no_endless_time() -> None:
    for text in ("` `` " * 1000, "[[" * 1000, "![" * 1000, "](" * 1000, "\\" * 9999):
        assert document_md(paper(text))


def test_all_shipped_templates_lead_home() -> None:
    for template in templates():
        text = document_md(as_paper(template)).decode()
        assert text.startswith(f'---\ncode: "{template.meta.code}"\nversion: "{template.meta.version}"\n')
        assert "[[" not in text
        assert not re.search(r"\]\((?!https://portal\.example/)", text)
        assert document_md(as_paper(template)).decode() == text
