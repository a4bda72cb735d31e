"""Choosing from the list of documents: what fits, in which order, and how many each further choice would leave."""

from datetime import UTC, datetime

import pytest

from portal.library.shelf import Shelved, Sought, chosen, counts, in_order


def shelved(code: str, kind: str, title: str, practices: str, *, phases: str, day: int) -> Shelved:
    codes = tuple(practices.split())
    areas = tuple(dict.fromkeys(practice.split(".")[0] for practice in codes))
    places = (["PLM", "RSK"].index(areas[0]), int(codes[0][-1]))
    return Shelved(code, kind, title, 0, datetime(2026, 1, day, tzinfo=UTC), tuple(phases.split()), codes, areas, places)


SHELF = (
    shelved("RSK-GDE-01", "guide", "Workshops", "RSK.1", phases="plan", day=9),
    shelved("RSK-STD-01", "standard", "risk management", "RSK.1 RSK.2", phases="plan execute", day=3),
    shelved("PLM-STD-01", "standard", "Scope", "PLM.1 RSK.1", phases="initiate plan", day=5),
    shelved("TPL-01", "template", "Register", "RSK.2", phases="execute", day=1),
)


def codes(sought: Sought) -> list[str]:
    return [one.code for one in chosen(SHELF, sought)]


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        (Sought(), ["PLM-STD-01", "RSK-STD-01", "RSK-GDE-01", "TPL-01"]),
        (Sought(area="PLM"), ["PLM-STD-01"]),
        (Sought(area="RSK"), ["PLM-STD-01", "RSK-STD-01", "RSK-GDE-01", "TPL-01"]),
        (Sought(practice="RSK.2"), ["RSK-STD-01", "TPL-01"]),
        (Sought(kind="standard", phase="execute"), ["RSK-STD-01"]),
        (Sought(kind="policy"), []),
        (Sought(sort="code"), ["PLM-STD-01", "RSK-GDE-01", "RSK-STD-01", "TPL-01"]),
        (Sought(sort="title"), ["TPL-01", "RSK-STD-01", "PLM-STD-01", "RSK-GDE-01"]),
        (Sought(sort="kind"), ["PLM-STD-01", "RSK-STD-01", "RSK-GDE-01", "TPL-01"]),
        (Sought(sort="newest"), ["RSK-GDE-01", "PLM-STD-01", "RSK-STD-01", "TPL-01"]),
    ],
)
def test_what_fits_comes_in_the_order_sought(sought: Sought, found: list[str]) -> None:
    assert codes(sought) == found


@pytest.mark.parametrize("sought", [Sought(), Sought(kind="standard"), Sought(phase="plan", area="RSK"), Sought(practice="RSK.2")])
def test_each_count_is_what_that_choice_would_leave(sought: Sought) -> None:
    for facet, found in counts(SHELF, sought).items():
        for value, number in found.items():
            others = {name: getattr(sought, name) for name in ("area", "practice", "kind", "phase")}
            assert number == len(codes(Sought(**{**others, facet: value}))), (facet, value)


def test_kinds_and_phases_come_in_the_order_of_the_method() -> None:
    assert in_order("phase", ["execute", "propose", "plan"]) == ("propose", "plan", "execute")
    assert in_order("kind", ["template", "policy"]) == ("policy", "template")
    assert in_order("practice", ["RSK.2", "RSK.1"]) == ("RSK.1", "RSK.2")
