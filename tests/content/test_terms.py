"""Glossary terms in a text: marked once a section, longest first, only where they are words of their own."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.content import markdown
from portal.content.terms import Term, TermIndex, from_glossary
from portal.content.vocabulary_file import parse_glossary

RISK = Term("Risk", ("threat", "exposure at risk"), 'What "may" <happen>.', "/glossary#risk")
OWNER = Term("risk owner", (), "Who answers.", "/glossary#risk-owner")
WBS = Term("Work breakdown structure", ("WBS",), "The tree.", "/glossary#wbs")
TERMS = (RISK, OWNER, WBS)


def marked(text: str) -> list[str]:
    """The words that were marked, in order."""
    made = markdown.render(text, link=lambda code, _anchor: markdown.Link(f"/{code}", "A risk"), terms=TERMS).html
    return re.findall(r'class="term"[^>]*>([^<]*)<', made)


def test_a_term_carries_its_definition_and_leads_to_the_glossary() -> None:
    made = markdown.render("A risk.", link=lambda *_: None, terms=TERMS).html
    assert made == '<p>A <a class="term" href="/glossary#risk" title="What &quot;may&quot; &lt;happen&gt;.">risk</a>.</p>\n'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a risk, a Risk, a threat", ["risk"]),
        ("risk owner and risk", ["risk owner", "risk"]),
        ("Risks and THREATS", ["Risks"]),
        ("exposure  at\nrisk", ["exposure  at\nrisk"]),
        ("a WBS, a wbs", ["WBS"]),
        ("wbs", []),
        ("brisk risky risk-averse high-risk risk_1 risk's", ["risk"]),
        ("*risk* **risk owner**", ["risk", "risk owner"]),
    ],
)
def test_words_are_marked_once(text: str, words: list[str]) -> None:
    assert marked(text) == words


@pytest.mark.parametrize(
    "text", ["# Risk", "[a risk](/x)", "`risk`", "    risk", "```\nrisk\n```", "![a risk](images/a.png)", "[[RSK-STD-01]]", "|risk|\n|-|"]
)
def test_nothing_is_marked_in_headings_links_and_code(text: str) -> None:
    assert marked(text) == []


def test_each_section_begins_anew() -> None:
    assert marked("risk risk\n\n# A\n\nrisk risk\n\n## B\n\n- risk\n- risk\n\n|a|\n|-|\n|risk|\n") == ["risk"] * 3


def test_a_term_is_marked_in_lists_cells_notes_and_captions() -> None:
    text = "# A\n\n- risk\n\n# B\n\n|a|\n|-|\n|risk|\n\n# C\n\n!!! note\n    risk\n\n# D\n\n![x](images/a.png)\n\n: risk"
    assert marked(text) == ["risk"] * 4


def test_of_two_terms_with_one_word_the_first_wins() -> None:
    index = TermIndex([Term("float", (), "one", "/1"), Term("slack", ("float",), "two", "/2")])
    assert 'href="/1"' in index.mark("float", set())
    assert 'href="/2"' in index.mark("slack", set())


def test_the_terms_of_a_glossary_lead_to_their_places() -> None:
    glossary, problems = parse_glossary("- {term: Give/get agreement, also: [GGA], definition: Two sides.}", "glossary.yaml")
    assert problems == ()
    assert from_glossary(glossary) == (Term("Give/get agreement", ("GGA",), "Two sides.", "/glossary#give-get-agreement"),)


@given(st.text(alphabet="risk ownerWBS<>&\"'\n", max_size=80))
def test_marking_never_changes_the_words(text: str) -> None:
    made = TermIndex(TERMS).mark(text, set())
    plain = re.sub(r"</?a[^>]*>", "", made)
    assert plain.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&#x27;", "'").replace("&amp;", "&") == text
