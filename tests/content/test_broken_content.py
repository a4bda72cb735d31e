"""Every problem that `check` knows, proved by a broken file that gives exactly these lines."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from portal.content import report
from portal.content.check import Known, check
from portal.content.folder import Folder
from portal.content.problems import CODES
from portal.content.source import read
from tests.content import broken_files, broken_front_matter, broken_text, broken_versions
from tests.content.roots import HISTORY, OTHER, PATH, Broken, Content, SymbolicLink, document, found, root

BROKEN: dict[str, Broken] = broken_files.CASES | broken_front_matter.CASES | broken_text.CASES | broken_versions.CASES
SOUND: dict[str, Mapping[str, Content]] = {
    **broken_files.SOUND,
    **broken_front_matter.SOUND,
    **broken_versions.SOUND,
    **{what: {PATH: document(f"# Purpose\n\n{text}\n")} for what, text in broken_text.SOUND_TEXTS.items()},
}
ELSEWHERE = {"no-content", "unreadable", "unknown-course"}


@pytest.mark.parametrize("what", BROKEN)
def test_what_is_wrong_is_named_at_its_line_and_nothing_else_is(what: str, tmp_path: Path) -> None:
    assert found(tmp_path, BROKEN[what].files) == BROKEN[what].lines


@pytest.mark.parametrize("what", SOUND)
def test_what_is_sound_has_no_problem(what: str, tmp_path: Path) -> None:
    assert found(tmp_path, SOUND[what]) == ()


def test_every_code_of_the_catalogue_has_a_broken_file() -> None:
    proved = {line.split(": ")[1] for case in BROKEN.values() for line in case.lines}
    assert proved | ELSEWHERE == set(CODES)
    assert not proved & ELSEWHERE


def test_all_problems_of_all_files_are_named_at_once_in_the_order_of_files_and_lines(tmp_path: Path) -> None:
    files = {
        PATH: document("## Late\n\n[[RSK-STD-09]]\n", version="1.0", practices="[RSK.9]"),
        OTHER: "no front matter",
        HISTORY: document(),
        "glossary.yaml": "- term: Risk\n",
        "images/a.svg": "<svg/>",
        "methodology/link.md": SymbolicLink("/etc/passwd"),
    }
    lines = found(tmp_path, files)
    assert [line.split(": ")[0] for line in lines] == [
        "glossary.yaml:1",
        "images/a.svg:1",
        f"{PATH}:5",
        f"{PATH}:5",
        f"{PATH}:7",
        f"{PATH}:16",
        f"{PATH}:18",
        f"{OTHER}:1",
        "methodology/link.md:1",
    ]


def test_a_link_to_a_file_that_could_not_be_read_is_no_second_problem(tmp_path: Path) -> None:
    files = {PATH: document("# Purpose\n\n[[RSK-STD-02#r1]]\n"), OTHER: b"\xff"}
    assert [line.split(": ")[1] for line in found(tmp_path, files)] == ["not-utf8"]


def test_a_course_is_checked_once_courses_are_known(tmp_path: Path) -> None:
    files = {PATH: document("# Purpose\n\n[[CRS-01]] and [[CRS-02]]\n", course="CRS-02")}
    assert found(tmp_path, files, Known(courses=frozenset({"CRS-01"}))) == (
        f"{PATH}:14: unknown-course: course names CRS-02, which does not exist",
        f"{PATH}:19: unknown-code: [[CRS-02]] names a document that does not exist",
    )


def test_what_is_effective_already_may_be_linked_and_named(tmp_path: Path) -> None:
    files = {
        PATH: document("# Purpose\n\n[[RSK-STD-02#r1]] [[RSK-STD-03#any]] [[RSK-STD-02#r2]]\n", practices="[RSK.2]", templates="[TPL-07]")
    }
    known = Known(documents={"RSK-STD-02": frozenset({"r1"}), "RSK-STD-03": None, "TPL-07": None}, practices=frozenset({"RSK.2"}))
    assert found(tmp_path, files, known) == (f"{PATH}:19: broken-anchor: RSK-STD-02 has no anchor #r2",)


@pytest.mark.parametrize("place", ["nowhere", PATH])
def test_a_root_that_is_no_folder_is_one_problem(place: str, tmp_path: Path) -> None:
    source = read(root(tmp_path, {PATH: document()}) / place)
    assert [str(problem) for problem in source.problems] == [".:1: no-content: the root is not a folder"]


def test_an_empty_folder_is_no_content(tmp_path: Path) -> None:
    assert report.lines(check(read(tmp_path))) == (".:1: no-content: a content root holds practices.yaml, methodology/ or both",)


def test_a_file_that_vanishes_while_it_is_read_is_a_problem(tmp_path: Path) -> None:
    folder = Folder(root(tmp_path, {PATH: document()}))
    assert PATH in folder.walk()
    (tmp_path / PATH).unlink()
    assert folder.text(PATH) is None
    assert [str(problem) for problem in folder.problems] == [f"{PATH}:1: unreadable: No such file or directory"]
