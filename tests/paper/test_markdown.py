"""From Markdown to the block tree."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.paper import blocks as b
from portal.paper.markdown import DEEPEST, read
from tests.paper.samples import ADDRESS, resolve


def within(part: object) -> Iterator[object]:
    """A part of a tree and everything that it holds."""
    yield part
    held = [getattr(part, field.name) for field in fields(part)] if is_dataclass(part) else part if isinstance(part, tuple) else ()
    for one in held:
        yield from within(one)


def test_a_rule_keeps_its_id_and_loses_the_mark() -> None:
    (rule,) = read("R1. **Short name.** Text. {#r1}", resolve).blocks
    assert isinstance(rule, b.Paragraph)
    assert rule.anchor == "r1"
    assert b.plain(rule.line) == "R1. Short name. Text."
    assert rule.line[1] == b.Run("Short name.", strong=True)


def test_headings_and_list_entries_carry_ids_too() -> None:
    heading, listing = read("## Checklist {#list}\n\n- C1. One. {#c1}\n- C2. Two.", resolve).blocks
    assert heading == b.Heading(2, (b.Run("Checklist"),), "list")
    assert isinstance(listing, b.Listing)
    assert [item.anchor for item in listing.items] == ["c1", ""]


def test_a_reference_becomes_its_title_with_an_absolute_address() -> None:
    (paragraph,) = read("See [[RSK-STD-01]] and [[TPL-99#x1]].", resolve, "https://portal.example/library/plm-std-01").blocks
    assert isinstance(paragraph, b.Paragraph)
    assert paragraph.line[1] == b.Run("RSK-STD-01 Risk management", url="https://portal.example/library/rsk-std-01")
    assert paragraph.line[2] == b.Run(" and TPL-99#x1.")


def test_a_reference_to_the_document_itself_stays_inside_it() -> None:
    (paragraph,) = read("[[RSK-STD-01#r3]]", resolve, ADDRESS).blocks
    assert isinstance(paragraph, b.Paragraph)
    assert paragraph.line == (b.Run("RSK-STD-01 Risk management", url="#r3"),)


def test_only_web_and_mail_addresses_are_links() -> None:
    (paragraph,) = read("[a](/x) [b](ftp://x/y) [c](mailto:a@b.example) [d](tel:1)", resolve, ADDRESS).blocks
    assert isinstance(paragraph, b.Paragraph)
    urls = [part.url for part in paragraph.line if isinstance(part, b.Run) and part.url]
    assert urls == ["https://portal.example/x", "mailto:a@b.example"]


def test_captions_belong_to_the_table_or_figure_above() -> None:
    table, figure, other = read("| a |\n|--:|\n| 1 |\n\n: The *table*.\n\n![Alt](a.png)\n\n: The figure.\n\n![Alt](b.svg)", resolve).blocks
    assert isinstance(table, b.Table)
    assert b.plain(table.caption) == "The table."
    assert table.align == ("right",)
    assert figure == b.Figure(b.Picture("a.png", "Alt"), (b.Run("The figure."),))
    assert other == b.Figure(b.Picture("b.svg", "Alt"))


def test_footnotes_tasks_definitions_and_admonitions_are_read() -> None:
    text = 'A[^n] b[^n].\n\n- [x] done\n- [ ] open\n\nTerm\n: Meaning\n\n!!! guidance "How to"\n    Inside.\n\n[^n]: Note.'
    tree = read(text, resolve)
    paragraph, tasks, terms, box = tree.blocks
    assert isinstance(paragraph, b.Paragraph)
    assert [part for part in paragraph.line if isinstance(part, b.NoteMark)] == [b.NoteMark(1), b.NoteMark(1)]
    assert isinstance(tasks, b.Listing)
    assert [item.done for item in tasks.items] == [True, False]
    assert terms == b.Definitions((b.Definition((b.Run("Term"),), (b.Paragraph((b.Run("Meaning"),)),)),))
    assert box == b.Admonition("guidance", "How to", (b.Paragraph((b.Run("Inside."),)),))
    assert tree.notes == (b.Note(1, (b.Paragraph((b.Run("Note."),)),)),)


def test_raw_html_and_control_characters_are_shown_as_text() -> None:
    (paragraph,) = read("<script>alert(1)</script> a\x01b &#x0c;", resolve).blocks
    assert isinstance(paragraph, b.Paragraph)
    assert b.plain(paragraph.line) == "<script>alert(1)</script> a\ufffdb \ufffd"


def test_frames_nested_without_end_are_dropped_and_their_words_kept() -> None:
    block = read("> " * 60 + "deep", resolve).blocks[0]
    depth = 0
    while isinstance(block, b.Quote):
        depth, block = depth + 1, block.blocks[0]
    assert depth == DEEPEST
    assert block == b.Paragraph((b.Run("deep"),))


def test_emphasis_nested_without_end_is_read() -> None:
    assert read("*a " * 2000 + " a*" * 2000, resolve).blocks


@given(st.text(alphabet=st.sampled_from("ab1 \n\t*_`~#>-+|[](){}!:^\\<&;.\"'$=x\x00é"), max_size=200))
@settings(max_examples=150, deadline=None)
def test_no_text_is_refused_and_none_brings_in_a_control_character_or_another_kind_of_address(text: str) -> None:
    tree = read(text, resolve, ADDRESS)
    written = [part for part in within(tree) if isinstance(part, str)]
    assert [text for text in written if any(character < " " and character not in "\t\n\r" for character in text)] == []
    addresses = {part.url for part in within(tree) if isinstance(part, b.Run)}
    assert [url for url in addresses if url and not url.startswith(("http://", "https://", "mailto:", "#"))] == []
