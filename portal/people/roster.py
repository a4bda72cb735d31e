"""The CSV file of people, read and written: `email,name,team,roles,positions`. Pure; knows the shape of a line, not who exists.

Roles and positions are lists such as `manager@signalling;author`: a code, and after `@` the short name of the team it is held for.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from portal.errors import N_
from portal.people import identity

COLUMNS = ("email", "name", "team", "roles", "positions")
MOST_LINES = 20_000
FORMULA = ("=", "+", "-", "@")


@dataclass(frozen=True, slots=True)
class Held:
    """A role or position as a line gives it; `team` is a slug, empty for the whole organisation."""

    code: str
    team: str = ""

    def __str__(self) -> str:
        """As it is written in the file."""
        return f"{self.code}@{self.team}" if self.team else self.code


@dataclass(frozen=True, slots=True)
class Line:
    """One person of the file; empty name or team means: as it is."""

    number: int
    email: str
    name: str
    team: str
    roles: tuple[Held, ...]
    positions: tuple[Held, ...]


@dataclass(frozen=True, slots=True)
class BadLine:
    """What is wrong with a line, counted from 1, the header being the first: a sentence to be filled in, and perhaps a hint of the same kind."""

    number: int
    code: str
    sentence: str
    params: Mapping[str, object] = field(default_factory=dict)
    hint: str = ""

    def message(self, say: Callable[[str], str] = str) -> str:
        """The sentence and the hint filled in, in the language `say` speaks; English unless given."""
        return "; ".join(say(part) % self.params for part in (self.sentence, self.hint) if part)

    def at(self, file: str, say: Callable[[str], str] = str) -> str:
        """`FILE:line: code: message`."""
        return f"{file}:{self.number}: {self.code}: {self.message(say)}"


@dataclass(frozen=True, slots=True)
class Roster:
    """All good lines and everything wrong with the others."""

    lines: tuple[Line, ...]
    bad: tuple[BadLine, ...]


def read(content: bytes) -> Roster:
    """Read a file, UTF-8 with or without a byte order mark; every bad line is named, none stops the reading but a bad header."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        number = content.count(b"\n", 0, problem.start) + 1
        return Roster((), (BadLine(number, "not-utf8", N_("the file is not UTF-8 text; save it as CSV UTF-8")),))
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = tuple(cell.strip().lower() for cell in next(rows, []))
        if wrong := _header_problem(header):
            return Roster((), (wrong,))
        return _lines(header, list(_numbered(rows)))
    except csv.Error as problem:
        return Roster((), (BadLine(rows.line_num, "bad-csv", N_("the line cannot be read as CSV: %(problem)s"), {"problem": problem}),))


def write(lines: Iterable[Line]) -> str:
    """The file these lines came from, or would; a name a spreadsheet would take for a formula gets an apostrophe in front."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(COLUMNS)
    for line in lines:
        name = f"'{line.name}" if line.name.startswith(FORMULA) else line.name
        table.writerow([line.email, name, line.team, ";".join(map(str, line.roles)), ";".join(map(str, line.positions))])
    return out.getvalue()


def _header_problem(header: tuple[str, ...]) -> BadLine | None:
    if len(header) == 1 and ";" in header[0]:
        return BadLine(1, "bad-header", N_("the columns are separated by commas, not semicolons"))
    unknown = [name for name in header if name not in COLUMNS]
    missing = [name for name in COLUMNS[:2] if name not in header]
    if unknown or missing or len(set(header)) != len(header):
        return BadLine(1, "bad-header", N_("the first line is %(columns)s"), {"columns": ",".join(COLUMNS)})
    return None


def _numbered(rows: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line it begins on; records may span lines, and empty ones are passed over."""
    begins = rows.line_num + 1  # type: ignore[attr-defined]
    for row in rows:
        if any(cell.strip() for cell in row):
            yield begins, row
        begins = rows.line_num + 1  # type: ignore[attr-defined]


def _lines(header: tuple[str, ...], rows: list[tuple[int, list[str]]]) -> Roster:
    if len(rows) > MOST_LINES:
        return Roster((), (BadLine(rows[MOST_LINES][0], "too-long", N_("a file holds at most %(most)s people"), {"most": MOST_LINES}),))
    lines: list[Line] = []
    bad: list[BadLine] = []
    first: dict[str, int] = {}
    for number, row in rows:
        if len(row) != len(header):
            counts = {"here": len(row), "wanted": len(header)}
            bad.append(BadLine(number, "columns", N_("the line has %(here)s columns, the header %(wanted)s"), counts))
            continue
        line = _line(number, dict(zip(header, row, strict=True)))
        problems = list(_shape_problems(line))
        if line.email in first:
            where = {"email": line.email, "line": first[line.email]}
            problems.append(BadLine(number, "duplicate-email", N_("%(email)s stands in line %(line)s already"), where))
        first.setdefault(line.email, number)
        bad += problems
        if not problems:
            lines.append(line)
    return Roster(tuple(lines), tuple(bad))


def _line(number: int, cells: dict[str, str]) -> Line:
    name = cells["name"].strip()
    if name.startswith("'") and name[1:].startswith(FORMULA):
        name = name[1:]
    roles = tuple(Held(held.code.lower(), held.team) for held in _held(cells.get("roles", "")))
    email = cells["email"].strip()
    return Line(
        number,
        identity.address(email) or email,
        (identity.spelled(name) or name) if name else "",
        cells.get("team", "").strip(),
        tuple(dict.fromkeys(roles)),
        tuple(dict.fromkeys(_held(cells.get("positions", "")))),
    )


def _held(cell: str) -> Iterator[Held]:
    for part in filter(None, (part.strip() for part in cell.split(";"))):
        code, _, team = part.partition("@")
        yield Held(code.strip(), team.strip())


def _shape_problems(line: Line) -> Iterator[BadLine]:
    if identity.address(line.email) is None:
        yield BadLine(line.number, "bad-email", N_("%(email)s is not an e-mail address"), {"email": repr(line.email)})
    if line.name and identity.spelled(line.name) is None:
        yield BadLine(line.number, "bad-name", N_("a name is 1 to 120 characters, all of them visible"))
