"""Files, vocabulary, glossary and images with one thing wrong, by the sentence that says what."""

from tests.content.roots import PATH, VOCABULARY, Broken, Content, SymbolicLink, broken, document

_NAME = "1: file-name: the name follows methodology/<CODE>-<slug>.md, the slug in small letters"
_SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">\n<title>t</title>\n%s\n</svg>\n'
_PRACTICE = VOCABULARY[VOCABULARY.index("- code") : VOCABULARY.index("positions:")]
_TERM = "- term: Risk\n  definition: What may happen.\n"


def _named(path: str) -> Broken:
    return broken(document(), _NAME, path=path)


def _vocabulary(old: str, new: str, *lines: str) -> Broken:
    assert old in VOCABULARY
    return broken(VOCABULARY.replace(old, new, 1), *lines, path="practices.yaml")


def _glossary(text: Content, *lines: str) -> Broken:
    return broken(text, *lines, path="glossary.yaml")


def _svg(inside: str, message: str, line: int = 3) -> Broken:
    return broken(_SVG % inside, f"{line}: unsafe-svg: {message}", path="images/a.svg")


FILES = {
    "bytes that are no UTF-8": broken(
        document().encode() + b"More\n\nCaf\xe9\n", "21: not-utf8: byte 0xe9 is not UTF-8; save the file as UTF-8"
    ),
    "a file in UTF-16": broken(document().encode("utf-16"), "1: not-utf8: byte 0xff is not UTF-8; save the file as UTF-8"),
    "a document over 1 MB": broken(document("x\n" * 500_001), "1: too-large: over 1 MB; split it, or make the image smaller"),
    "an image over 1 MB": broken(
        b"\x89PNG\r\n\x1a\n" + bytes(1_000_000), "1: too-large: over 1 MB; split it, or make the image smaller", path="images/a.png"
    ),
    "a symbolic link to a file": broken(
        SymbolicLink("/etc/passwd"), "1: symlink: symbolic links are not followed; put the file itself here"
    ),
    "a symbolic link to a folder": broken(
        SymbolicLink("/etc"), "1: symlink: symbolic links are not followed; put the file itself here", path="methodology/etc"
    ),
    "a document without a code in its name": _named("methodology/risk.md"),
    "a document without a slug in its name": _named("methodology/RSK-STD-01.md"),
    "a document with capitals in its slug": _named("methodology/RSK-STD-01-Risk.md"),
    "a document in a folder of its own": _named("methodology/risk/RSK-STD-01-risk.md"),
    "a document whose ending is in capitals": _named("methodology/RSK-STD-01-risk.MD"),
    "a document with another ending": _named("methodology/RSK-STD-01-risk.markdown"),
    "a name that cannot be seen": broken(
        document(),
        "methodology/RSK-STD-01-\\u202edm.md:1: hidden-character: the file name holds a character that cannot be seen",
        path="methodology/RSK-STD-01-\u202edm.md",
    ),
}

VOCABULARIES = {
    "no vocabulary": Broken(
        {"practices.yaml": None, PATH: document()},
        ("practices.yaml:1: missing-file: practices.yaml is needed: it names areas, practices and positions",),
    ),
    "an empty vocabulary": broken("", "1: missing-field: areas and practices are needed", path="practices.yaml"),
    "a vocabulary that is a list": broken("- a\n", "1: missing-field: areas and practices are needed", path="practices.yaml"),
    "a vocabulary without areas": _vocabulary(
        "areas:\n- {code: RSK, title: Risk}\n",
        "",
        "1: missing-field: areas is needed",
        "3: unknown-area: RSK.1 stands under RSK, which does not exist",
    ),
    "areas that are no list": _vocabulary(
        "- {code: RSK, title: Risk}",
        "  code: RSK",
        "1: bad-value: areas is a list",
        "5: unknown-area: RSK.1 stands under RSK, which does not exist",
    ),
    "an area code of two letters": _vocabulary(
        "{code: RSK,",
        "{code: RS,",
        "2: bad-value: code is three capitals like RSK, not 'RS'",
        "5: unknown-area: RSK.1 stands under RSK, which does not exist",
    ),
    "an area twice": _vocabulary(
        "title: Risk}", "title: Risk}\n- {code: RSK, title: More}", "3: duplicate-code: RSK stands already in line 2"
    ),
    "a practice under an area that does not exist": _vocabulary(
        "  area: RSK", "  area: XYZ", "5: unknown-area: RSK.1 stands under XYZ, which does not exist"
    ),
    "a practice that does not begin with its area": _vocabulary(
        "code: RSK.1", "code: PLM.1", "5: unknown-area: PLM.1 does not begin with its area RSK"
    ),
    "a practice without a title": _vocabulary("  title: Identification\n", "", "4: missing-field: title is needed"),
    "a practice that is a word": _vocabulary(
        "positions:", "- RSK.2\npositions:", "9: bad-value: an entry of practices is a group of fields"
    ),
    "a practice twice": _vocabulary("positions:", _PRACTICE + "positions:", "9: duplicate-code: RSK.1 stands already in line 4"),
    "a position code in small letters": _vocabulary(
        "{code: PRM", "{code: prm", "10: bad-value: code is two to eight capitals like PRM, not 'prm'"
    ),
    "positions that are no list": _vocabulary(
        "positions:\n- {code: PRM, title: Project manager}", "positions: 1", "9: bad-value: positions is a list"
    ),
    "an anchor in the vocabulary": _vocabulary(
        "positions:", "positions: &all", "9: yaml-alias: anchors (&) and aliases (*) are refused; write the value out, or in quotes"
    ),
    "a vocabulary that is no UTF-8": broken(
        b"areas:\n- \xff", "2: not-utf8: byte 0xff is not UTF-8; save the file as UTF-8", path="practices.yaml"
    ),
}

GLOSSARIES = {
    "a glossary that is a word": _glossary("Risk", "1: bad-value: the glossary is a list of terms"),
    "a glossary without terms": _glossary("{}", "1: missing-field: terms is needed"),
    "a term that is a word": _glossary("- Risk\n", "1: bad-value: an entry of a term is a group of fields"),
    "a term without a definition": _glossary(_TERM + "- term: Issue\n", "3: missing-field: definition is needed"),
    "a term with a field nobody reads": _glossary(
        _TERM + "  defintion: x\n", "3: unknown-field: defintion is not a field; known are also, definition, document, practice, term"
    ),
    "a term twice, in other letters": _glossary(
        _TERM + "- term: RISK\n  definition: x\n", "3: duplicate-term: risk stands already in line 1"
    ),
    "a term that is also another word for one": _glossary(
        _TERM + "- term: Threat\n  also: [menace, risk]\n  definition: x\n", "4: duplicate-term: risk stands already in line 1"
    ),
    "a term of a practice and a document that do not exist": _glossary(
        _TERM + "  practice: RSK.9\n  document: RSK-STD-09\n",
        "3: unknown-practice: 'Risk' names RSK.9, which does not exist",
        "4: unknown-code: 'Risk' names RSK-STD-09, which does not exist",
    ),
    "a glossary with an alias": _glossary(
        "terms:\n- *risk\n", "2: yaml-alias: anchors (&) and aliases (*) are refused; write the value out, or in quotes"
    ),
    "a glossary that is no YAML": _glossary("terms: [\n", "2: yaml: did not find expected node content"),
}

DRAWINGS = {
    "a drawing with a script": _svg("<script>alert(1)</script>", "the element script is not allowed"),
    "a drawing with a script of another namespace": _svg(
        '<x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>', "the element script is not allowed"
    ),
    "a drawing with a page in it": _svg("<foreignObject/>", "the element foreignObject is not allowed"),
    "a drawing that animates an address": _svg('<animate attributeName="href"/>', "the element animate is not allowed"),
    "a drawing with a handler": _svg('<g>\n<rect onclick="x()"/></g>', "the event handler onclick", 4),
    "a drawing that links to a script": _svg('<a href="javascript:x()"/>', "the reference to 'javascript:x()'"),
    "a drawing that loads another": _svg('<use xlink:href="b.svg#c"/>', "the reference to 'b.svg#c'"),
    "a drawing with an image from elsewhere": broken(
        _SVG % '<image href="https://example.org/a.png"/>',
        "3: unsafe-svg: the element image is not allowed",
        "3: unsafe-svg: the reference to 'https://example.org/a.png'",
        path="images/a.svg",
    ),
    "a drawing with another base": _svg('<g xml:base="https://example.org/"/>', "xml:base would turn every reference outside"),
    "a drawing filled from elsewhere": _svg('<rect fill="url(https://example.org/#a)"/>', "the attribute fill reaches outside"),
    "a drawing that spells url otherwise": _svg('<rect fill="\\75rl(https://example.org)"/>', "the attribute fill reaches outside"),
    "a drawing with a style that imports": _svg("<style>@import 'x';</style>", "a style that imports or reaches outside"),
    "a drawing with a style attribute that loads": _svg(
        "<g style=\"background: url('//example.org')\"/>", "the attribute style reaches outside"
    ),
    "a drawing with a document type": broken(
        '<!DOCTYPE svg [<!ENTITY a "b">]>\n' + _SVG % "&a;",
        "1: unsafe-svg: document types, entities and strange encodings are refused",
        path="images/a.svg",
    ),
    "a drawing with a style sheet from elsewhere": broken(
        '<?xml-stylesheet href="https://example.org/a.css"?>\n' + _SVG % "",
        "1: unsafe-svg: an SVG is UTF-8 without processing instructions, such as style sheets from elsewhere",
        path="images/a.svg",
    ),
    "a drawing in UTF-7": broken(
        '<?xml version="1.0" encoding="utf-7"?>\n' + _SVG % "",
        "1: unsafe-svg: document types, entities and strange encodings are refused",
        path="images/a.svg",
    ),
    "a drawing that is no XML": broken(_SVG % "<g>", "4: bad-svg: not well-formed XML: mismatched tag", path="images/a.svg"),
    "a script in a drawing that is no XML": broken(
        _SVG % "<script/><g>",
        "3: unsafe-svg: the element script is not allowed",
        "4: bad-svg: not well-formed XML: mismatched tag",
        path="images/a.svg",
    ),
    "a drawing that is a page": broken("<html/>", "1: bad-svg: the first element is svg in the SVG namespace", path="images/a.svg"),
    "a picture that is none": broken("<html>", "1: bad-image: the file is not a png image", path="images/a.png"),
    "a photograph that is a picture": broken(b"\x89PNG\r\n\x1a\n", "1: bad-image: the file is not a jpg image", path="images/a.jpg"),
}
SOUND = {
    "drawings that refer into themselves": {
        "images/a.svg": '<?xml version="1.0" encoding="UTF-8"?>\n'
        + _SVG
        % """<defs><path id="a" d="M0 0"/></defs><use href="#a" xlink:href="#a"/><rect fill="url('#a')" mask="url( #a )"/>"""
        '<style>.b { fill: url(#a) }</style><text aria-label="A &amp; B">on &lt; off</text>'
    },
    "pictures of each kind": {
        "images/a.png": b"\x89PNG\r\n\x1a\n",
        "images/a.jpg": b"\xff\xd8\xff\xe0",
        "images/a.webp": b"RIFF\0\0\0\0WEBP",
    },
    "a bare glossary and one under terms": {"glossary.yaml": _TERM},
    "words of the glossary that YAML would take for something else": {
        "glossary.yaml": "terms:\n- term: No\n  also: [1.10, 1:30, Yes]\n  definition: Off\n"
    },
    "an empty glossary": {"glossary.yaml": ""},
    "a file with a byte order mark and Windows line ends": {PATH: "\ufeff" + document().replace("\n", "\r\n")},
    "hidden files": {".git/x": "x", "_drafts/x.md": "x", "methodology/.x.md": "x"},
}
CASES = FILES | VOCABULARIES | GLOSSARIES | DRAWINGS
