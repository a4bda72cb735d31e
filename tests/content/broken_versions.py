"""Versions of one document and codes of several that do not agree, by the sentence that says what."""

from tests.content.roots import HISTORY, OTHER, PATH, Broken, broken, document

_SECOND = "methodology/history/RSK-STD-01/2.0.md"


def _version(written: str, line: str) -> Broken:
    return broken(document(version=written), f"5: {line}")


def _unquoted(written: str) -> str:
    return f'unquoted-version: write version: "{written}" in quotes; unquoted, 1.10 would be 1.1'


def _not(written: str) -> str:
    return f'bad-value: version is "MAJOR.MINOR" from "0.1" on, not {written!r}'


def _pair(now: str, then: str, *lines: str) -> Broken:
    return Broken({PATH: now, HISTORY: then}, tuple(f"{PATH}:{line}" for line in lines))


SHAPE = {
    "a version without quotes": _version("1.0", _unquoted("1.0")),
    "version 1.10 without quotes, which YAML would read as 1.1": _version("1.10", _unquoted("1.10")),
    "version 1:30, which YAML would read as 90": _version("1:30", _not("1:30")),
    "a version of one figure": _version('"1"', _not("1")),
    "a version of three figures": _version('"1.0.0"', _not("1.0.0")),
    "a version with a leading zero": _version('"1.01"', _not("1.01")),
    "a version of nothing": _version('"0.0"', _not("0.0")),
    "a version with a blank in it": _version('"1.0 "', _not("1.0 ")),
    "a version in foreign figures": _version('"١.٠"', _not("١.٠")),
    "a version in words": _version("No", _not("No")),
    "a version that is a list": _version("[1, 0]", "bad-value: version is one value, not a list or a group"),
}

RISING = {
    "a current version equal to one in the history": _pair(
        document(), document(), f"5: version-order: version 1.0 does not rise above 1.0 in {HISTORY}"
    ),
    "version 1.9 after 1.10, which are not decimals": Broken(
        {PATH: document(version='"1.9"'), "methodology/history/RSK-STD-01/1.10.md": document(version='"1.10"')},
        (f"{PATH}:5: version-order: version 1.9 does not rise above 1.10 in methodology/history/RSK-STD-01/1.10.md",),
    ),
    "a later version that was effective earlier": _pair(
        document(version='"1.1"', effective="2026-01-14"),
        document(),
        "10: version-order: version 1.1 is effective before version 1.0, from 2026-01-15",
    ),
    "a new major version that says neither what changed nor who follows it": broken(
        document(version='"3.0"'),
        "5: missing-change: version 3.0 is a new major version: add change",
        "5: missing-transition: version 3.0 is a new major version: add transition",
    ),
    "a new major version in the history without a transition": Broken(
        {
            PATH: document(version='"2.1"'),
            HISTORY: document(),
            _SECOND: document(version='"2.0"', change="R1."),
        },
        (f"{_SECOND}:5: missing-transition: version 2.0 is a new major version: add transition",),
    ),
    "a new major version that begins at 2.1": _pair(
        document(version='"2.1"'),
        document(),
        "5: missing-change: major version 2 is new: add change",
        "5: missing-transition: major version 2 is new: add transition",
    ),
    "a history without its document": Broken(
        {HISTORY: document()}, (f"{HISTORY}:2: unknown-code: history of RSK-STD-01, but no methodology/RSK-STD-01-<slug>.md",)
    ),
    "a history file of another version than its name": Broken(
        {PATH: document(version='"2.1"', change="a", transition="b"), HISTORY: document(version='"1.1"')},
        (f"{HISTORY}:5: file-name: the file is named 1.0, the version is 1.1",),
    ),
    "a history file in the folder of another code": Broken(
        {PATH: document(version='"1.1"'), "methodology/history/RSK-STD-02/1.0.md": document()},
        ("methodology/history/RSK-STD-02/1.0.md:2: file-name: the file is named RSK-STD-02, the code is RSK-STD-01",),
    ),
    "a history file without a version in its name": Broken(
        {PATH: document(version='"1.1"'), "methodology/history/RSK-STD-01/old.md": document()},
        ("methodology/history/RSK-STD-01/old.md:1: file-name: the name follows methodology/history/<CODE>/<version>.md",),
    ),
    "a broken text in the history": broken(
        document("# Purpose\n\n[x](javascript:1)\n"),
        "18: unsafe-link: 'javascript:1' is not http, https or mailto",
        path=HISTORY,
        beside={PATH: document(version='"1.1"')},
    ),
}

CODES = {
    "two files with one code": Broken(
        {PATH: document(), "methodology/RSK-STD-01-risk-again.md": document()},
        ("methodology/RSK-STD-01-risk.md:2: duplicate-code: RSK-STD-01 is also the code of methodology/RSK-STD-01-risk-again.md",),
    ),
    "three files with one code, two of them with another in their names": Broken(
        {PATH: document(), OTHER: document(), "methodology/RSK-STD-03-third.md": document()},
        (
            f"{OTHER}:2: duplicate-code: RSK-STD-01 is also the code of {PATH}",
            f"{OTHER}:2: file-name: the file is named RSK-STD-02, the code is RSK-STD-01",
            f"methodology/RSK-STD-03-third.md:2: duplicate-code: RSK-STD-01 is also the code of {PATH}",
            "methodology/RSK-STD-03-third.md:2: file-name: the file is named RSK-STD-03, the code is RSK-STD-01",
        ),
    ),
}

SOUND = {
    "versions that rise, 1.9 before 1.10": {
        PATH: document(version='"1.10"'),
        "methodology/history/RSK-STD-01/1.9.md": document(version='"1.9"'),
        HISTORY: document(),
    },
    "a history whose links lead nowhere any more": {
        PATH: document(version='"1.1"'),
        HISTORY: document("# Purpose\n\n[[RSK-STD-77]]\n", templates="[TPL-77]"),
    },
    "two versions effective on one day": {PATH: document(version='"1.1"'), HISTORY: document()},
}
CASES = SHAPE | RISING | CODES
