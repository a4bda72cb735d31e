"""Front matter with one thing wrong, or several, by the sentence that says what."""

from tests.content.roots import FIELDS, GUIDE, OTHER, PATH, TEMPLATE, Broken, broken, document

_KNOWN = (
    "approver, audience, change, code, course, due_days, effective, formats, kind, must_read, owner, phases, practices, review_months, "
    "summary, templates, title, transition, version, withdrawn"
)
_ALIAS = "yaml-alias: anchors (&) and aliases (*) are refused; write the value out, or in quotes"
_TAG = "yaml-alias: tags (!) are refused; write the value in quotes"
_FENCES = "no-front-matter: the file begins with a line ---, the fields, and a line --- again"
_FIELDS = "no-front-matter: the front matter is a list of `field: value` lines"
_TOKENS = "names everyone, role:<role>, team:<slug> or position:<CODE>"
_MAJOR = document(version='"2.0"', change="R1 is new.", transition="From the date.")
_GONE = "{on: 2026-09-01, reason: Folded into another., successor: %s}"


def _version(written: str, line: str) -> Broken:
    return broken(document(version=written), f"5: {line}")


def _field(line: int, message: str, **fields: str | None) -> Broken:
    return broken(document(**fields), f"{line}: {message}")


SHAPE = {
    "a file without front matter": broken("# Purpose\n", f"1: {_FENCES}"),
    "front matter that never ends": broken(document().replace("---\n", "", 1), f"1: {_FENCES}"),
    "front matter with a blank line before it": broken("\n" + document(), f"1: {_FENCES}"),
    "empty front matter": broken("---\n---\n# Purpose\n", f"2: {_FIELDS}"),
    "front matter that is a list": broken("---\n- code\n---\n", f"2: {_FIELDS}"),
    "front matter that is one word": broken("---\ncode\n---\n", f"2: {_FIELDS}"),
    "front matter longer than 64,000 characters": broken(document(summary="x" * 64_001), f"1: {_FENCES}"),
    "a colon in an unquoted title": _field(4, "yaml: mapping values are not allowed in this context", title="Risk: management"),
    "a list that is never closed": broken(document(phases="[plan"), "13: yaml: did not find expected ',' or ']'"),
    "a key that is a list": broken(document(colour=None).replace("kind:", "[a, b]:"), "3: yaml: a key is plain text"),
    "nesting without end": broken(document(change="[" * 20 + "]" * 20), "14: yaml: nested more than 12 deep"),
    "a control character": broken(document(title='"a\x07b"'), "2: yaml: holds a character that YAML does not allow"),
    "two documents in one front matter": broken(
        document().replace("kind: standard", "kind: standard\n--- #\nkind: guide"), "4: yaml: more than one YAML document in the file"
    ),
    "a field written twice": broken(
        document().replace("owner: Risk lead", "title: Again"),
        "2: missing-field: owner is needed",
        "8: duplicate-key: title is written twice, first in line 4",
    ),
    "an anchor": _field(4, _ALIAS, title="&risk Risk"),
    "an alias": _field(4, _ALIAS, title="*risk"),
    "a billion laughs": broken(document(change="&a [x, x]", transition="[*a, *a, *a]"), f"14: {_ALIAS}"),
    "a merge key": broken(document(change="x").replace("change: x", "<<: *base"), f"14: {_ALIAS}"),
    "a tag": _field(4, _TAG, title="!!python/object:os.system Risk"),
    "a field nobody reads": _field(14, f"unknown-field: colour is not a field; known are {_KNOWN}", colour="red"),
    "a line separator in the middle of a line": _field(
        4, "hidden-character: U+2028 LINE SEPARATOR ends a line where nobody can see it", title="Risk\u2028management"
    ),
}

NEEDED = {f"{key} left out": broken(document(**{key: None}), f"2: missing-field: {key} is needed") for key in FIELDS}
EMPTY = {
    f"{key} left empty": broken(document(**{key: ""}), f"{line}: missing-field: {key} is needed")
    for line, key in enumerate(FIELDS, 2)
    if key != "code"
} | {"a title of YAML's null": _field(4, "missing-field: title is needed", title="~")}

VALUES = {
    "a code in small letters": _field(2, "bad-value: code is a code like RSK-STD-01 or TPL-01, not 'rsk-std-01'", code="rsk-std-01"),
    "a code with one figure": _field(2, "bad-value: code is a code like RSK-STD-01 or TPL-01, not 'RSK-STD-1'", code="RSK-STD-1"),
    "another code than the file is named by": _field(
        2, "file-name: the file is named RSK-STD-01, the code is RSK-STD-02", code="RSK-STD-02"
    ),
    "a kind nobody knows": _field(3, "bad-value: kind is one of policy, standard, procedure, guide, template, not 'page'", kind="page"),
    "a standard with the code of a template": broken(
        document(code="TPL-01"),
        "3: code-kind: TPL-01 cannot be a standard: templates, and only templates, have codes TPL-00",
        path=TEMPLATE,
    ),
    "a template with the code of a standard": _field(
        3, "code-kind: RSK-STD-01 cannot be a template: templates, and only templates, have codes TPL-00", kind="template"
    ),
    "a title that is a list": _field(4, "bad-value: title is one value, not a list or a group", title="[a, b]"),
    "a title of 201 characters": _field(4, "too-long: title has 201 characters, at most 200 fit", title="x" * 201),
    "a title with a zero-width space": _field(4, "hidden-character: title holds U+200B ZERO WIDTH SPACE", title="Ri\u200bsk"),
    "a title that turns round": _field(4, "hidden-character: title holds U+202E RIGHT-TO-LEFT OVERRIDE", title='"\\u202eksiR"'),
    "an owner with an escaped tab": _field(8, "hidden-character: owner holds U+0009 control character", owner='"Risk\\tlead"'),
    "practices that are no list": _field(7, "bad-value: practices is a list: [a, b]", practices="RSK.1"),
    "no practice": _field(7, "missing-field: practices needs at least one entry", practices="[]"),
    "a practice twice": _field(7, "bad-value: practices names 'RSK.1' twice", practices="[RSK.1, RSK.1]"),
    "a practice that does not exist": _field(7, "unknown-practice: practices names RSK.9, which does not exist", practices="[RSK.9]"),
    "a phase that does not exist": _field(13, "unknown-phase: phases names test, which does not exist", phases="[plan, test]"),
    "a day that does not exist": _field(
        10, "bad-date: effective is a real date written YYYY-MM-DD, not '2026-02-30'", effective="2026-02-30"
    ),
    "a day with an hour": _field(
        10, "bad-date: effective is a real date written YYYY-MM-DD, not '2026-01-15T10:00'", effective="2026-01-15T10:00"
    ),
    "a day in foreign figures": _field(
        10, "bad-date: effective is a real date written YYYY-MM-DD, not '٢٠٢٦-٠١-١٥'", effective="٢٠٢٦-٠١-١٥"
    ),
    "no months between reviews": _field(11, "bad-value: review_months is a whole number from 1 to 120, not '0'", review_months="0"),
    "ninety, which YAML would read in 1:30": _field(
        11, "bad-value: review_months is a whole number from 1 to 120, not '1:30'", review_months="1:30"
    ),
    "an audience nobody knows": _field(12, f"bad-value: audience {_TOKENS}, not 'all'", audience="all"),
    "an audience of false, which YAML would read in No": _field(12, f"bad-value: audience {_TOKENS}, not 'No'", audience="No"),
    "an audience of a role nobody has": _field(12, f"bad-value: audience {_TOKENS}, not 'role:king'", audience="[role:king]"),
    "an audience of everyone and more": _field(12, "bad-value: audience: everyone stands alone", audience="[everyone, role:author]"),
    "an audience of a position that does not exist": _field(
        12, "unknown-position: audience names XYZ, which does not exist", audience="[position:XYZ]"
    ),
    "a course that is no code": _field(14, "bad-value: course is a code like CRS-05, not 'Risks'", course="Risks"),
    "a template that does not exist": _field(14, "unknown-template: templates names TPL-09, which does not exist", templates="[TPL-09]"),
    "a standard named as a template": broken(
        document(templates="[RSK-STD-02]"),
        "14: unknown-template: templates names RSK-STD-02, which does not exist",
        beside={OTHER: document(code="RSK-STD-02")},
    ),
    "formats of a standard": _field(14, "bad-value: only templates have formats", formats="[docx]"),
    "a format nobody makes": broken(
        document(code="TPL-01", kind="template", formats="[pdf]"),
        "14: bad-value: formats are md, docx, xlsx, csv, not 'pdf'",
        path=TEMPLATE,
    ),
    "no days to read it in": _field(14, "bad-value: due_days is a whole number from 1 to 365, not '0'", due_days="0"),
    "half days to read it in": _field(14, "bad-value: due_days is a whole number from 1 to 365, not '7.5'", due_days="7.5"),
}

LAWS = {
    "must_read of everyone": _field(
        14, "must-read-audience: must_read names team:<slug> and position:<CODE> only, not 'everyone'", must_read="everyone"
    ),
    "must_read of a role": _field(
        14, "must-read-audience: must_read names team:<slug> and position:<CODE> only, not 'role:author'", must_read="[role:author]"
    ),
    "must_read of a position that does not exist": _field(
        14, "unknown-position: must_read names XYZ, which does not exist", must_read="[position:PRM, position:XYZ]"
    ),
    "must_read of a position that is not in the audience": _field(
        14,
        "must-read-hidden: position:PRM must read what the audience does not show to position:PRM",
        audience="[role:author, team:signals]",
        must_read="[position:PRM, team:signals]",
    ),
    "must_read of a team whose audience is another": _field(
        14,
        "must-read-hidden: team:rail must read what the audience does not show to team:rail",
        audience="team:signals",
        must_read="team:rail",
    ),
    "must_read of a guide": broken(
        document(code="RSK-GDE-01", kind="guide", must_read="[position:PRM]"),
        "14: must-read-kind: nobody must acknowledge a guide; leave must_read out",
        path=GUIDE,
    ),
    "must_read of a template": broken(
        document(code="TPL-01", kind="template", must_read="[position:PRM]"),
        "14: must-read-kind: nobody must acknowledge a template; leave must_read out",
        path=TEMPLATE,
    ),
    "a withdrawal without a group": _field(14, "bad-value: withdrawn is a group of fields: {on: ..., reason: ...}", withdrawn="2026-09-01"),
    "a withdrawal without a reason": _field(14, "missing-field: reason is needed", withdrawn="{on: 2026-09-01}"),
    "a withdrawal on no real day": _field(
        14,
        "bad-date: on is a real date written YYYY-MM-DD, not '1 September'",
        withdrawn="{on: 1 September, reason: Old., successor: none}",
    ),
    "a withdrawal with a field nobody reads": _field(
        14,
        "unknown-field: by is not a field; known are on, reason, successor",
        withdrawn="{on: 2026-09-01, reason: Old., successor: none, by: me}",
    ),
    "a successor that is no code": _field(
        14, "bad-value: successor is a document code, or none, not 'the other'", withdrawn=_GONE % "the other"
    ),
    "a successor that does not exist": _field(14, "bad-successor: the successor RSK-STD-09 does not exist", withdrawn=_GONE % "RSK-STD-09"),
    "a document that succeeds itself": _field(14, "bad-successor: the successor RSK-STD-01 does not exist", withdrawn=_GONE % "RSK-STD-01"),
    "seven things at once": broken(
        document(title=None, version="1.10", effective="soon", audience="[]", colour="red", must_read="[everyone]", due_days="x"),
        "2: missing-field: title is needed",
        '4: unquoted-version: write version: "1.10" in quotes; unquoted, 1.10 would be 1.1',
        "9: bad-date: effective is a real date written YYYY-MM-DD, not 'soon'",
        "11: missing-field: audience needs at least one entry",
        f"13: unknown-field: colour is not a field; known are {_KNOWN}",
        "14: must-read-audience: must_read names team:<slug> and position:<CODE> only, not 'everyone'",
        "15: bad-value: due_days is a whole number from 1 to 365, not 'x'",
    ),
}

SOUND = {
    "a new major version that says what changed": {PATH: _MAJOR},
    "a template in all its formats": {TEMPLATE: document(code="TPL-01", kind="template", formats="[md, docx, xlsx, csv]")},
    "a withdrawn document whose successor is none": {PATH: document(withdrawn=_GONE % "none")},
    "a withdrawn document that says nothing of a successor": {PATH: document(withdrawn="{on: 2026-09-01, reason: Nobody needs it.}")},
    "a withdrawn document with one": {PATH: document(withdrawn=_GONE % "RSK-STD-02"), OTHER: document(code="RSK-STD-02")},
    "an audience and readers by position and team": {
        PATH: document(audience="[role:author, team:signals, position:PRM]", must_read="[team:signals, position:PRM]", due_days="30")
    },
    "words that YAML would take for something else, kept as text": {
        PATH: document(title="No", owner="1.10", approver="1:30", summary="2026")
    },
    "a title in quotes that looks like an alias": {PATH: document(title='"*risk & <b>"')},
}
CASES = SHAPE | NEEDED | EMPTY | VALUES | LAWS
