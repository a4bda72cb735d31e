"""Texts with one thing wrong, by the sentence that says what. The body of a document begins in line 16."""

from tests.content.roots import OTHER, Broken, broken, document

_IMAGE = "is not an image in the content folder, like images/name.svg"
_FILE = "is a file; link documents as [[CODE]], pages of the portal as /page"
_OUT = "leads out of the content folder"
_LOST = "is shown nowhere: no mark points to it, or its name is used again"
_UNSAFE = "is not http, https or mailto"


def _text(body: str, *lines: str) -> Broken:
    return broken(document(f"# Purpose\n\n{body}\n"), *lines)


def _link(href: str, line: str) -> Broken:
    return _text(f"Read [this]({href}).", f"18: {line}")


LINKS = {
    "a link to a document that does not exist": _text(
        "See [[RSK-STD-09]].", "18: unknown-code: [[RSK-STD-09]] names a document that does not exist"
    ),
    "a link to a rule that is not there": broken(
        document("# Purpose\n\nWords.\n\nSee [[RSK-STD-02#r9]].\n"),
        "20: broken-anchor: RSK-STD-02 has no anchor #r9",
        beside={OTHER: document("# Rules\n\nR1. Do. {#r1}\n", code="RSK-STD-02")},
    ),
    "a link to a rule of its own that is not there": _text("See [[RSK-STD-01#r9]].", "18: broken-anchor: RSK-STD-01 has no anchor #r9"),
    "a link to an anchor of its own that is not there": _text("See [it](#r9).", "18: broken-anchor: #r9 is not an id in this text"),
    "a link in brackets that is no code": _text(
        "See [[the standard]].", "18: bad-link: [[the standard]] is not [[CODE]] or [[CODE#anchor]]"
    ),
    "a link to an anchor in capitals": _text(
        "See [[RSK-STD-01#R1]].", "18: bad-link: [[RSK-STD-01#R1]] is not [[CODE]] or [[CODE#anchor]]"
    ),
    "a link to a file": _link("RSK-STD-02-other.md", f"bad-link: 'RSK-STD-02-other.md' {_FILE}"),
    "a link out of the folder": _link("../../etc/passwd", f"link-outside: '../../etc/passwd' {_OUT}"),
    "a link out of the folder from the top": _link("/../secret", f"link-outside: '/../secret' {_OUT}"),
    "a link out of the folder in the middle": _link("images/../../x", f"link-outside: 'images/../../x' {_OUT}"),
    "a link to somebody's home": _link("~root/x", f"link-outside: '~root/x' {_OUT}"),
    "a link that runs a script": _link("javascript:alert(1)", f"unsafe-link: 'javascript:alert(1)' {_UNSAFE}"),
    "a link that carries its page": _link("data:text/html,x", f"unsafe-link: 'data:text/html,x' {_UNSAFE}"),
    "a link to a disk": _link("file:///etc/passwd", f"unsafe-link: 'file:///etc/passwd' {_UNSAFE}"),
    "a link to another host without a scheme": _link("//evil.example/x", f"unsafe-link: '//evil.example/x' {_UNSAFE}"),
    "a link without words": _text("[](/library)", "18: empty-link: the link to '/library' has no text"),
    "a link of blanks": _text("[ \u00a0 ](/library)", "18: empty-link: the link to '/library' has no text"),
    "a footnote without its mark": _text("Words.\n\n[^why]: Lost words.", f"20: lost-footnote: [^why] {_LOST}"),
    "two footnotes of one name": _text("Words[^a].\n\n[^a]: Lost.\n\n[^a]: Shown.", f"20: lost-footnote: [^a] {_LOST}"),
    "a mark without its footnote": _text("Fourteen days[^why].", "18: unknown-footnote: [^why] has no footnote"),
}

ANCHORS = {
    "an id used twice": _text("R1. One. {#r1}\n\nR2. Two. {#r1}", "20: duplicate-anchor: the id r1 is used twice"),
    "an id in capitals": _text("R1. One. {#R1}", "18: bad-anchor: {#R1} is not an id like {#r1}"),
    "an id with a handler in it": _text('R1. One. {#r1" onx=1}', '18: bad-anchor: {#r1" onx=1} is not an id like {#r1}'),
    "an id of 42 characters": _text(f"R1. One. {{#{'r' * 42}}}", f"18: bad-anchor: {{#{'r' * 42}}} is not an id like {{#r1}}"),
    "an id that the page around the text has": _text(
        "R1. One. {#main}", "18: reserved-anchor: the id main belongs to the page around the text; choose another"
    ),
    "an id that footnotes have": _text(
        "R1. One. {#fn1}", "18: reserved-anchor: the id fn1 belongs to the page around the text; choose another"
    ),
}

HEADINGS = {
    "a text that begins at the second level": broken(
        document("## Purpose\n"), "16: jumped-heading: 'Purpose' is level 2 after level 0; leave no level out"
    ),
    "a level left out": _text("### Deep", "18: jumped-heading: 'Deep' is level 3 after level 1; leave no level out"),
    "a level left out after an underlined heading": _text(
        "Second\n------\n\n#### Deep", "21: jumped-heading: 'Deep' is level 4 after level 2; leave no level out"
    ),
    "six levels": broken(
        document("# A\n\n## B\n\n### C\n\n#### D\n\n##### E\n\n###### F\n"), "26: heading-too-deep: 'F' is level 6; five levels are enough"
    ),
    "a heading without words": _text("#\n\nWords.", "18: empty-heading: a heading without text"),
}

IMAGES = {
    "an image without words": broken(
        document("# Purpose\n\n![](images/a.png)\n"),
        "18: image-without-text: 'images/a.png' needs a text alternative: ![what it shows](...)",
        beside={"images/a.png": b"\x89PNG\r\n\x1a\n"},
    ),
    "an image of blanks": broken(
        document("# Purpose\n\n![ \u00a0](images/a.png)\n"),
        "18: image-without-text: 'images/a.png' needs a text alternative: ![what it shows](...)",
        beside={"images/a.png": b"\x89PNG\r\n\x1a\n"},
    ),
    "an image that is not there": _text("![A curve](images/a.png)", "18: missing-image: images/a.png is not in the content folder"),
    "an image from elsewhere": _text("![A curve](https://example.org/a.png)", f"18: image-outside: 'https://example.org/a.png' {_IMAGE}"),
    "an image that carries itself": _text(
        "![A curve](data:image/png;base64,AAAA)", f"18: image-outside: 'data:image/png;base64,AAAA' {_IMAGE}"
    ),
    "an image out of the folder": _text("![A curve](../../a.png)", f"18: image-outside: '../../a.png' {_IMAGE}"),
    "an image that is a text": _text("![A curve](images/a.txt)", f"18: image-outside: 'images/a.txt' {_IMAGE}"),
}

REST = {
    "a box of a kind nobody knows": _text(
        "!!! danger\n    Mind.", "18: unknown-admonition: 'danger': use note, warning, example, guidance"
    ),
    "marks of a merge": _text(
        "<<<<<<< the draft\nA.\n\n=======\nB.\n\n>>>>>>> the copy",
        "18: merge-mark: marks of a merge are left; choose one of both texts and take the marks out",
        "24: merge-mark: marks of a merge are left; choose one of both texts and take the marks out",
    ),
    "quotes in quotes without end": _text("> " * 20 + "x", "18: nested-too-deep: what stands deeper than this is not shown; nest less"),
    "a paragraph nobody would read": _text(
        "word " * 1700, "18: paragraph-too-long: over 8000 characters in one paragraph; it is shown as plain text"
    ),
    "a text that turns round": _text("a\u202eb", "18: hidden-character: the text changes its direction with U+202E RIGHT-TO-LEFT OVERRIDE"),
}

_EVERYWHERE = """\
First line of a paragraph,
its second with [a](javascript:1).

- one
- two [b](javascript:2)
  - three [c](javascript:3)

1. four

   five [d](javascript:4)

| head | head |
|---|---|
| cell | cell |
| cell | [e](javascript:5) |

> quoted
> [f](javascript:6)

!!! note "Box"
    boxed

    [g](javascript:7)

Word
: Meaning [h](javascript:8)

A mark[^1].

[^1]: Footnote
    [i](javascript:9)

## Heading [j](javascript:10)

A line\\
broken [k](javascript:11)
"""
_PLACES = (19, 22, 23, 27, 32, 35, 40, 43, 48, 50, 53)

PLACES = {
    "a broken link in each place where a text may hold one": _text(
        _EVERYWHERE, *(f"{line}: unsafe-link: 'javascript:{n}' {_UNSAFE}" for n, line in enumerate(_PLACES, 1))
    ),
}
CASES = LINKS | ANCHORS | HEADINGS | IMAGES | REST | PLACES
SOUND_TEXTS = {
    "web, mail, site and own addresses": "[a](https://example.org/x?y=1#z) [b](mailto:a@example.org) [c](/library/rsk-std-01#r1) [d](#purpose)",
    "a link to itself and to its own rule": "R1. Do. {#r1}\n\n[[RSK-STD-01]] and [[RSK-STD-01#r1]]",
    "marks that are none, escaped": "\\[^a] and \\[\\[x]] and \\{#R1} and a\\* b\\_",
    "marks that are none, in code": "`[^a]` `[[x]]` `{#R1}` `<script>`",
    "levels that go down again": "## A\n\n### B\n\n## C\n\n# D",
}
