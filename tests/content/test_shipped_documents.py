"""How the shipped documents are written: their sections, their length, their rules and their words."""

import re
from collections import defaultdict

import pytest

from portal.content.source import SourceDocument
from tests.content.shipped import ROOT, document, documents, section, sentences, source, tables, titles, words

BINDING = documents("standard", "procedure")
GUIDES = documents("guide")
SECTIONS = (
    "Purpose",
    "Scope",
    "Rules",
    "Roles",
    "Steps",
    "Worked example",
    "Common mistakes",
    "Records",
    "How we know it is followed",
    "Related",
)
VAGUE = re.compile(
    r"\b(as appropriate|as needed|as required|where applicable|in a timely manner|ensure alignment|robust|leverag\w*|holistic\w*|"
    r"best[- ]in[- ]class|synerg\w+|streamlin\w+|it is important to note|various|and/or|etc\.?|should consider|utili[sz]\w+|seamless\w*|"
    r"comprehensive|crucial|key (?:role|driver|enabler))\b",
    re.IGNORECASE,
)
RULE = re.compile(r"(?P<label>[RC])(?P<number>\d+)")
PLAIN = re.compile(r"\b(?P<code>[A-Z]{3}-(?:POL|STD|PRC|GDE)-\d\d),? (?:rule )?R(?P<rule>\d+)")


def by_code(one: SourceDocument) -> str:
    return one.meta.code


@pytest.mark.parametrize("one", BINDING, ids=by_code)
def test_a_standard_or_procedure_has_its_sections_in_their_order(one: SourceDocument) -> None:
    found = [next((name for name in SECTIONS if title.startswith(name)), None) for title in titles(one)]
    assert [name for name in found if name] == list(SECTIONS)


@pytest.mark.parametrize("one", GUIDES, ids=by_code)
def test_a_guide_has_a_situation_an_example_ways_to_practise_and_a_checklist(one: SourceDocument) -> None:
    names = titles(one)
    assert names[0] == "The situation"
    assert "Ways to practise" in names
    assert "Checklist" in names
    assert re.search(r"Northgate|[Ww]orked example|example \"", one.text)


@pytest.mark.parametrize("one", [*BINDING, *documents("policy")], ids=by_code)
def test_its_length_is_from_900_to_1800_words(one: SourceDocument) -> None:
    assert 900 <= len(words(one.text)) <= 1800


@pytest.mark.parametrize("one", GUIDES, ids=by_code)
def test_a_guide_takes_thirty_minutes_at_most(one: SourceDocument) -> None:
    assert 700 <= len(words(one.text)) <= 2000


@pytest.mark.parametrize("one", [*BINDING, *documents("policy"), *GUIDES], ids=by_code)
def test_rules_are_numbered_without_a_hole_and_their_ids_are_their_numbers(one: SourceDocument) -> None:
    letter = "C" if one.meta.kind == "guide" else "R"
    rules = [rule for rule in one.parsed.rules if RULE.fullmatch(rule.label)]
    assert [(rule.label, rule.anchor) for rule in rules] == [(f"{letter}{n}", f"{letter.lower()}{n}") for n in range(1, len(rules) + 1)]
    assert 5 <= len(rules) <= 16
    assert all(rule.text for rule in rules)
    assert all(rule.title for rule in rules if letter == "R")


@pytest.mark.parametrize("one", source().documents, ids=lambda one: f"{one.meta.code} {one.meta.version}")
def test_a_rule_it_speaks_of_by_number_is_there(one: SourceDocument) -> None:
    for code, number in PLAIN.findall(one.text):
        assert f"R{number}" in labels(code), f"{code} R{number}"
    if one.meta.kind == "template":
        return
    own = {rule.label for rule in one.parsed.rules}
    named = set(re.findall(r"\bR\d+\b", PLAIN.sub("", one.text)))
    cited = {label for code, _anchor, _line in one.parsed.links if code[:3] != "TPL" for label in labels(code)}
    assert named - own - cited == set()


def labels(code: str) -> set[str]:
    return {rule.label for rule in document(code).parsed.rules if RULE.fullmatch(rule.label)}


@pytest.mark.parametrize("one", BINDING, ids=by_code)
def test_it_has_two_to_four_measures_with_a_limit(one: SourceDocument) -> None:
    written = section(one, "How we know it is followed")
    listed = [line for line in written.split("\n") if line.startswith("- ")]
    rows = [row for found in tables(written) for row in found]
    assert 2 <= len(listed) + len(rows) <= 4
    assert all(re.search(r"\d|\b(?:none|all)\b", line) for line in listed)


@pytest.mark.parametrize("one", BINDING, ids=by_code)
def test_it_says_how_long_records_are_kept(one: SourceDocument) -> None:
    assert re.search(r"\b(?:seven|ten|two) years\b|24 months", section(one, "Records"))


@pytest.mark.parametrize("one", source().documents, ids=lambda one: f"{one.meta.code} {one.meta.version}")
def test_its_words_are_plain_and_its_sentences_short(one: SourceDocument) -> None:
    assert VAGUE.findall(one.text) == []
    assert [sentence for sentence in sentences(one.text) if len(re.findall(r"[\w'’-]+", sentence)) > 35] == []


def test_no_passage_of_twelve_words_stands_in_two_documents_but_for_a_few_common_phrases() -> None:
    seen: dict[str, set[str]] = defaultdict(set)
    for one in documents("policy", "standard", "procedure", "guide"):
        lowered = [word.lower() for word in words(one.text)]
        for start in range(len(lowered) - 11):
            seen[" ".join(lowered[start : start + 12])].add(one.meta.code)
    shared = {passage for passage, codes in seen.items() if len(codes) > 1}
    common = re.compile(r"tells the sponsor within two working days|kept in the project record for seven years")
    assert {passage for passage in shared if not common.search(passage)} == set()


def test_spelling_is_british() -> None:
    american = re.compile(
        r"\b(?:\w+iz(?:e|es|ed|ing|ation)|color\w*|behavior|center|program(?!m)|labor|favor\w*|defense|analyze\w*|catalog|fulfill)\b"
    )
    allowed = {"size", "sizes", "sized", "sizing", "seize", "prize"}
    for path in sorted([*ROOT.rglob("*.md"), *ROOT.rglob("*.yaml")]):
        assert {word for word in american.findall(path.read_text("utf-8")) if word.lower() not in allowed} == set(), path.name


def test_every_image_is_used_and_has_a_long_text_alternative() -> None:
    used = {image.path: image.alt for one in documents() for image in one.parsed.images}
    assert set(used) == set(source().images)
    assert all(len(alt.split()) > 20 for alt in used.values())


def test_every_document_is_linked_from_another_one() -> None:
    linked = {code for one in documents() for code, _anchor, _line in one.parsed.links if code != one.meta.code}
    assert {one.meta.code for one in documents()} - linked == set()
