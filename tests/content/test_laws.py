"""Laws that hold of any bytes and any text."""

import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.content import report
from portal.content.check import check
from portal.content.front_matter import Version, parse
from portal.content.problems import CODES, Problem
from portal.content.sanitise import clean
from portal.content.source import read
from portal.content.svg_check import svg_problems
from portal.content.vocabulary_file import parse_glossary, parse_vocabulary
from portal.content.wording import ANCHOR, SLUG, hidden_character, post_slug, slug
from portal.content.yaml_tree import Fields, Items, Scalar, compose
from tests.content.roots import GUIDE, PATH, Content, document, root
from tests.content.safety import faults, rendered
from tests.content.texts import ANY_TEXT

LINE = re.compile(r"[^:\n]+:[1-9][0-9]*: (?P<code>[a-z0-9-]+): .+")
YAMLISH = st.text(alphabet="ab1: -[]{}&*!|>'\"#\n\t,?%@\\~\x85\u2028é.0", max_size=120)


def lines_of(files: dict[str, Content]) -> tuple[str, ...]:
    with tempfile.TemporaryDirectory() as folder:
        return report.lines(check(read(root(Path(folder), files))))


@given(st.binary(max_size=300), st.binary(max_size=100), st.binary(max_size=100), st.binary(max_size=100))
@settings(max_examples=60, deadline=None)
def test_no_bytes_in_any_file_stop_the_check(document_bytes: bytes, vocabulary: bytes, glossary: bytes, image: bytes) -> None:
    files: dict[str, Content] = {PATH: document_bytes, "practices.yaml": vocabulary, "glossary.yaml": glossary, "images/a.svg": image}
    for line in lines_of(files):
        match = LINE.fullmatch(line)
        assert match is not None
        assert match["code"] in CODES


@given(ANY_TEXT)
@settings(max_examples=80, deadline=None)
def test_no_text_stops_the_check_and_each_line_it_names_is_in_the_file(text: str) -> None:
    whole = document(text)
    last = whole.count("\n") + 1
    for line in lines_of({PATH: whole, GUIDE: document(text, code="RSK-GDE-01", kind="guide")}):
        assert 1 <= int(line.split(":")[1]) <= last


@given(ANY_TEXT)
@settings(deadline=None)
def test_what_is_rendered_is_safe_and_the_sanitiser_has_nothing_to_add(text: str) -> None:
    made = rendered(text)
    assert faults(made.html) == []
    assert clean(made.html) == made.html


@given(ANY_TEXT)
@settings(deadline=None)
def test_every_anchor_listed_is_in_the_html_and_every_id_there_is_listed_or_a_footnotes(text: str) -> None:
    made = rendered(text)
    ids = set(re.findall(r' id="([^"]*)"', made.html))
    assert made.anchors == {name for name in ids if not re.fullmatch(r"fn(ref)?\d+(-\d+)?", name)}
    assert all(ANCHOR.fullmatch(name) for name in made.anchors)
    assert {heading.anchor for heading in made.contents} <= ids


@given(ANY_TEXT)
@settings(deadline=None)
def test_rendering_twice_is_the_same(text: str) -> None:
    assert rendered(text) == rendered(text)


@given(YAMLISH)
@settings(max_examples=200)
def test_any_yaml_is_a_tree_of_texts_or_a_problem(text: str) -> None:
    tree, problems = compose(text, "x.yaml")
    assert tree is None or isinstance(tree, Scalar | Items | Fields)
    assert all(1 <= problem.line <= text.count("\n") + 2 for problem in problems)
    parse_vocabulary(text, "practices.yaml")
    parse_glossary(text, "glossary.yaml")


@given(YAMLISH)
@settings(max_examples=200)
def test_any_front_matter_is_read_or_named(text: str) -> None:
    front = parse(f"---\n{text}\n---\n", "x.md")
    assert front.problems


@given(st.binary(max_size=200) | st.text(alphabet="<>/=\"' svgauseonhrefx:#&;![]CDATA?-", max_size=120).map(str.encode))
@settings(max_examples=200)
def test_any_bytes_are_a_drawing_or_a_problem(content: bytes) -> None:
    assert all(problem.code in {"bad-svg", "unsafe-svg"} for problem in svg_problems("a.svg", content))


@given(st.text(max_size=80))
def test_a_slug_is_an_anchor(text: str) -> None:
    made = slug(text)
    assert ANCHOR.fullmatch(made)
    assert SLUG.fullmatch(made)
    assert slug(made) == made


@given(st.text(alphabet="abzÄéßŁø µªº/.-(1", max_size=80))
def test_a_post_in_latin_letters_has_the_slug_of_any_heading(title: str) -> None:
    assert post_slug(title.replace("µ", "")) == slug(title.replace("µ", ""))


@given(st.lists(st.text(alphabet="абвгдеиклмнопрстуω漢字हिन्दी", min_size=1, max_size=120), min_size=2, max_size=2, unique_by=str.casefold))
def test_posts_in_other_letters_stay_apart_and_fit_their_column(titles: list[str]) -> None:
    one, other = map(post_slug, titles)
    assert one != other
    assert max(len(one), len(other)) <= 60
    assert post_slug(f" {titles[0].upper()} ") == one


@given(st.tuples(st.integers(0, 9999), st.integers(0, 9999)), st.tuples(st.integers(0, 9999), st.integers(0, 9999)))
def test_versions_are_compared_as_whole_numbers_and_written_as_they_were_read(one: tuple[int, int], other: tuple[int, int]) -> None:
    first, second = Version(*one), Version(*other)
    assert Version.parse(str(first)) == first
    assert (first < second) == (one < other)


@pytest.mark.parametrize("text", ["1", "1.0.0", "01.0", "1.00", " 1.0", "1.0\n", "-1.0", "1.0a", "١.٠", "10000.0", ""])
def test_anything_else_is_no_version(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(text) + "$"):
        Version.parse(text)


def test_yaml_decides_no_types() -> None:
    tree, problems = compose("a: No\nb: 1.10\nc: 1:30\nd: '1.10'\ne: 0o17\nf: 2026-01-01\ng: ~\nh: '~'\n", "x.yaml", first_line=10)
    assert problems == ()
    assert isinstance(tree, Fields)
    values = {key: node for key, node in tree.nodes.items() if isinstance(node, Scalar)}
    assert [node.text for node in values.values()] == ["No", "1.10", "1:30", "1.10", "0o17", "2026-01-01", "~", "~"]
    assert [key for key, node in values.items() if node.quoted] == ["d", "h"]
    assert [key for key, node in values.items() if node.empty] == ["g"]
    assert tree.key_lines == {key: line for line, key in enumerate("abcdefgh", 10)}


@pytest.mark.parametrize(
    ("text", "found"),
    [("a\u200bb", "U+200B ZERO WIDTH SPACE"), ("a\tb", "U+0009 control character"), ("\ue000", "U+E000 control character")],
)
def test_what_cannot_be_seen_is_named(text: str, found: str) -> None:
    assert hidden_character(text) == found


@pytest.mark.parametrize("text", ["plain", "Größe – 5 × 5 → ½", "日本語", "a\u00a0b", "🚆"])
def test_what_can_be_seen_is_not_hidden(text: str) -> None:
    assert hidden_character(text) is None


def test_a_problem_has_a_code_of_the_catalogue() -> None:
    with pytest.raises(ValueError, match="no-such-code"):
        Problem("a.md", 1, "no-such-code", "x")
