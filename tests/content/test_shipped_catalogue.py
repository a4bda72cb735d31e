"""The shipped method holds what was agreed: documents, templates, practices, positions, and who must read what."""

from collections.abc import Iterator

import pytest

from portal.content.check import check
from tests.content.shipped import document, documents, figure, source, table, vocabulary

PHASES = {"p": "propose", "i": "initiate", "l": "plan", "e": "execute", "c": "close", "b": "benefits"}
KINDS = {"POL": "policy", "STD": "standard", "PRC": "procedure", "GDE": "guide", "TPL": "template"}

# code | title | practices | owner | months between reviews | phases | templates it uses, or formats of a template | course
CATALOGUE = """\
MET-POL-01 | Project management policy | MET.1 MET.3 | Head of PMO | 12 | pilecb | TPL-01 TPL-04 | CRS-01
MET-STD-01 | Project lifecycle and stage gates | MET.2 | Method owner | 12 | pilecb | TPL-18 | CRS-01
MET-STD-02 | Roles, responsibilities and authority | MET.3 | Method owner | 12 | pilecb | TPL-06 | CRS-01
MET-PRC-01 | Sizing and tailoring a project | MET.1 | Method owner | 12 | pi | TPL-04 | CRS-02
MET-PRC-02 | Control of methodology documents and records | MET.4 | Document controller | 24 | pilecb | - | CRS-01
MET-PRC-03 | Project closure and handover | MET.2 DEC.1 | PMO office | 18 | c | TPL-22 TPL-19 TPL-21 | CRS-02
MET-GDE-01 | Iterative and hybrid delivery | MET.2 PLM.1 | Method owner | 18 | le | TPL-08 | CRS-02
PLM-STD-01 | Scope, requirements and acceptance | PLM.1 | Planning lead | 18 | l | TPL-07 TPL-19 | CRS-03
PLM-STD-02 | Scheduling and baseline | PLM.3 | Planning lead | 18 | l | TPL-08 TPL-05 | CRS-03
PLM-STD-03 | Progress and cost control | PLM.4 | Planning lead | 18 | e | TPL-08 TPL-09 TPL-17 | CRS-04
PLM-PRC-01 | Change control | PLM.5 | Change controller | 12 | le | TPL-15 | CRS-04
PLM-GDE-01 | Estimating effort and cost | PLM.2 | Planning lead | 24 | l | TPL-09 | CRS-03
PLM-GDE-02 | Earned value in practice | PLM.4 | Planning lead | 24 | e | TPL-09 | CRS-04
RES-STD-01 | Capacity planning and resource requests | RES.1 RES.2 | Resource manager | 12 | le | TPL-10 | CRS-06
RES-STD-02 | Procurement and supplier management | RES.3 | Procurement partner | 18 | lec | TPL-19 TPL-13 | CRS-06
RES-PRC-01 | Team onboarding and release | RES.2 | Resource manager | 24 | lc | TPL-10 TPL-06 | CRS-06
RES-GDE-01 | Levelling workload and resolving conflicts | RES.1 | Resource manager | 24 | e | TPL-10 | CRS-06
RSK-STD-01 | Risk management | RSK.1 RSK.2 | Risk lead | 12 | pilecb | TPL-12 | CRS-05
RSK-STD-02 | Assumptions, dependencies and constraints | RSK.4 | Risk lead | 18 | pilecb | TPL-14 | CRS-05
RSK-PRC-01 | Issue handling and escalation | RSK.3 | Risk lead | 12 | pilecb | TPL-13 | CRS-05
RSK-GDE-01 | Running a risk workshop | RSK.1 | Risk lead | 24 | l | TPL-12 | CRS-05
RSK-GDE-02 | Finding root causes of recurring problems | RSK.3 IMP.1 | Risk lead | 24 | e | TPL-13 TPL-21 | CRS-05
COM-STD-01 | Status reporting | COM.1 | Reporting lead | 12 | pilecb | TPL-17 | CRS-07
COM-PRC-01 | Steering meetings and decision records | COM.3 | PMO office | 18 | pilecb | TPL-16 | CRS-07
COM-GDE-01 | Stakeholder engagement and communication planning | COM.2 | Reporting lead | 24 | l | TPL-11 | CRS-07
IMP-STD-01 | Lessons learned | IMP.1 | Improvement lead | 12 | pilecb | TPL-21 TPL-22 | CRS-08
IMP-STD-02 | Maturity self-assessment | IMP.3 | Improvement lead | 12 | pilecb | - | CRS-08
IMP-PRC-01 | Project health check | IMP.2 | Improvement lead | 18 | e | TPL-18 | CRS-08
TRN-STD-01 | Role curricula and required reading | TRN.1 | Training lead | 12 | pilecb | - | CRS-01
TRN-PRC-01 | Tests, certificates and renewal | TRN.2 | Training lead | 12 | pilecb | - | CRS-08
TRN-GDE-01 | Coaching new project managers | TRN.3 | Training lead | 24 | pilecb | - | CRS-02
DEC-STD-01 | Business case and investment decision | DEC.1 | Portfolio lead | 12 | pi | TPL-02 TPL-03 | CRS-09
DEC-STD-02 | Benefits realisation | DEC.1 | Portfolio lead | 18 | icb | TPL-20 TPL-22 | CRS-09
DEC-GDE-01 | Scoring and prioritising proposals | DEC.2 | Portfolio lead | 12 | p | TPL-01 TPL-02 | CRS-09
DEC-GDE-02 | Portfolio reporting, data quality and forecasting | DEC.3 | Portfolio lead | 18 | pilecb | TPL-17 | CRS-09
TPL-01 | Project request | MET.1 DEC.2 | Head of PMO | 24 | p | md docx | -
TPL-02 | Business case | DEC.1 | Portfolio lead | 24 | pi | md docx | -
TPL-03 | Project charter | MET.3 DEC.1 | Portfolio lead | 24 | i | md docx | -
TPL-04 | Tailoring record | MET.1 | Head of PMO | 24 | il | md xlsx | -
TPL-05 | Project management plan | MET.1 PLM.3 PLM.4 | Planning lead | 24 | l | md docx | -
TPL-06 | RACI matrix | MET.3 RES.2 | Method owner | 24 | l | xlsx csv | -
TPL-07 | Work breakdown structure and dictionary | PLM.1 | Planning lead | 24 | l | xlsx csv | -
TPL-08 | Schedule, milestone, backlog and release plan | PLM.3 PLM.4 | Planning lead | 24 | le | xlsx csv | -
TPL-09 | Estimate and budget sheet | PLM.2 PLM.4 | Planning lead | 24 | ile | xlsx csv | -
TPL-10 | Resource plan | RES.1 RES.2 | Resource manager | 24 | le | xlsx csv | -
TPL-11 | Stakeholder and communication plan | COM.2 | Reporting lead | 24 | le | md xlsx | -
TPL-12 | Risk register | RSK.1 RSK.2 | Risk lead | 24 | pilecb | xlsx csv | -
TPL-13 | Issue and problem log | RSK.3 | Risk lead | 24 | ec | xlsx csv | -
TPL-14 | Assumption and dependency log | RSK.4 | Risk lead | 24 | le | xlsx csv | -
TPL-15 | Change request and change log | PLM.5 | Change controller | 24 | le | md xlsx | -
TPL-16 | Decision log and meeting minutes | COM.3 | PMO office | 24 | pilecb | md xlsx | -
TPL-17 | Status report | COM.1 DEC.3 | Reporting lead | 24 | lec | md docx | -
TPL-18 | Gate review checklist | MET.2 IMP.2 | Method owner | 24 | pilecb | md xlsx | -
TPL-19 | Quality and acceptance record | PLM.1 RES.3 | PMO office | 24 | ec | md xlsx | -
TPL-20 | Benefits register | DEC.1 | Portfolio lead | 24 | icb | xlsx csv | -
TPL-21 | Lessons log | IMP.1 | Improvement lead | 24 | pilecb | xlsx csv | -
TPL-22 | Closure report | MET.2 IMP.1 | PMO office | 24 | c | md docx | -
"""
PRACTICES = """\
MET.1 Method governance and tailoring; MET.2 Lifecycle and stage gates; MET.3 Roles and accountability; MET.4 Document and record control
PLM.1 Scope and requirements; PLM.2 Estimating and budgeting; PLM.3 Scheduling and baselining; PLM.4 Progress and cost control
PLM.5 Change control; RES.1 Capacity and demand; RES.2 Assignment and onboarding; RES.3 Supplier and contract follow-up
RSK.1 Risk identification and analysis; RSK.2 Risk response and reserves; RSK.3 Issue resolution and escalation
RSK.4 Assumptions and dependencies; COM.1 Status reporting; COM.2 Stakeholder engagement; COM.3 Meetings and decision records
IMP.1 Lessons learned; IMP.2 Health checks and retrospectives; IMP.3 Maturity self-assessment; TRN.1 Role curricula
TRN.2 Testing and certification; TRN.3 Coaching and community; DEC.1 Business case and benefits
DEC.2 Prioritisation and portfolio selection; DEC.3 Data quality and forecasting"""
POSITIONS = (
    "SPO Sponsor; STG Steering group member; BUO Business owner; PRM Project manager; TEL Team lead; TEM Team member; "
    "PLC Planner or controller; REM Resource planner; PMO PMO officer; LIM Line manager; SUP Supplier representative"
)
ROWS = [tuple(cell.strip() for cell in line.split("|")) for line in CATALOGUE.splitlines()]


def named(text: str) -> list[tuple[str, str]]:
    """(code, title) of each entry."""
    entries = (entry.strip() for line in text.splitlines() for entry in line.split(";"))
    return [(code, title) for code, _, title in (entry.partition(" ") for entry in entries if entry)]


def list_of(cell: str) -> tuple[str, ...]:
    return () if cell == "-" else tuple(cell.split())


def test_there_are_35_documents_and_22_templates_and_one_that_was_withdrawn() -> None:
    codes = {one.meta.code for one in documents()}
    assert codes == {row[0] for row in ROWS}
    assert len(documents("policy", "standard", "procedure", "guide")) == 35
    assert len(documents("template")) == 22
    assert [one.meta.code for one in source().current if one.meta.withdrawn] == ["COM-GDE-02"]


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_a_document_says_of_itself_what_was_agreed(row: tuple[str, ...]) -> None:
    code, title, practices, owner, months, phases, templates, course = row
    meta = document(code).meta
    kind = KINDS[code.split("-")[1] if not code.startswith("TPL") else "TPL"]
    assert (meta.kind, meta.title, meta.practices, meta.owner) == (kind, title, list_of(practices), owner)
    assert meta.approver == ("Executive management" if kind == "policy" else "Head of PMO")
    assert (meta.review_months, meta.phases) == (int(months), tuple(PHASES[letter] for letter in phases))
    assert (meta.formats if kind == "template" else meta.templates) == list_of(templates)
    assert (meta.course or "-") == course
    assert meta.audience == ("everyone",)


def test_practices_and_positions_are_those_agreed() -> None:
    known = source().vocabulary
    assert known is not None
    assert [(one.code, one.title) for one in known.practices] == named(PRACTICES)
    assert [(one.code, one.title) for one in known.positions] == named(POSITIONS)
    assert [one.code for one in known.areas] == ["MET", "PLM", "RES", "RSK", "COM", "IMP", "TRN", "DEC"]


def test_every_practice_is_served_by_a_document() -> None:
    served = {code for one in documents("policy", "standard", "procedure", "guide") for code in one.meta.practices}
    assert served == {code for code, _ in named(PRACTICES)}


def test_a_document_is_required_of_exactly_the_positions_whose_list_names_it() -> None:
    wanted: dict[str, set[str]] = {}
    for position in vocabulary()["positions"]:
        for code in position["must_read"]:
            wanted.setdefault(code, set()).add(f"position:{position['code']}")
    assert {one.meta.code: set(one.meta.must_read) for one in documents() if one.meta.must_read} == wanted


def test_nobody_owes_more_than_six_readings_in_the_first_thirty_days() -> None:
    for row in table("TRN-STD-01", "Position", "Readings by day 30"):
        assert 0 < row["Readings by day 30"].count("[[") <= 6


def curriculum() -> Iterator[tuple[str, list[str], list[str]]]:
    for row in table("TRN-STD-01", "Position", "Readings by day 30"):
        readings = f"{row['Readings by day 30']}, {row['Further readings by day 90']}"
        yield row["Position"], [part.strip("[] ") for part in readings.split(",") if "[[" in part], row["Courses by day 90"].split(", ")


def test_the_curriculum_in_words_is_the_one_in_the_vocabulary() -> None:
    wanted = [(one["title"], one["must_read"], one["courses"]) for one in vocabulary()["positions"]]
    assert list(curriculum()) == wanted


def test_the_levels_asked_for_in_words_are_those_in_the_vocabulary() -> None:
    rows = table("TRN-STD-01", "Position", "Level 3, proficient")
    for row, position in zip(rows, vocabulary()["positions"], strict=True):
        levels = {
            code: int(name.split()[1].strip(","))
            for name, cell in row.items()
            if name != "Position"
            for code in cell.split(", ")
            if code != "none"
        }
        assert (row["Position"], levels) == (position["title"], position["required_levels"])


def test_minutes_of_courses_add_up() -> None:
    example = table("TRN-STD-01", "Course", "CRS-01")[0]
    known = {name: figure(cell) for name, cell in example.items() if name.startswith("CRS")} | {"CRS-06": 60, "CRS-09": 45}
    for row in table("TRN-STD-01", "Position", "Readings by day 30"):
        assert figure(row["Minutes"]) == sum(known[course] for course in row["Courses by day 90"].split(", "))


def test_artefacts_per_class_are_the_same_in_the_procedure_and_in_the_form() -> None:
    asked = {
        row["Artefact"].split("]]")[0].strip("["): (row["Small"], row["Medium"], row["Large"])
        for row in table("MET-PRC-01", "Artefact", "Small")
    }
    form = {row["Artefact"]: (row["Small"], row["Medium"], row["Large"]) for row in table("TPL-04", "Artefact", "Title")}
    assert asked == form
    assert [sum(marks[size] == "M" for marks in asked.values()) for size in range(3)] == [13, 21, 22]
    assert "13 in a small project, 21 in a medium one, 22 in a large one" in document("MET-PRC-01").text


def test_titles_of_templates_in_those_tables_are_their_titles() -> None:
    for row in table("TPL-04", "Artefact", "Title"):
        assert document(row["Artefact"]).meta.title == row["Title"]
    for row in table("MET-PRC-01", "Artefact", "Small"):
        code, title = row["Artefact"].split("]] ")
        assert document(code.strip("[")).meta.title == title


def test_three_documents_carry_two_earlier_versions_that_rise() -> None:
    history: dict[str, list[str]] = {}
    for one in source().documents:
        if one.is_history:
            history.setdefault(one.meta.code, []).append(str(one.meta.version))
    assert history == {code: ["1.0", "2.0"] for code in ("COM-STD-01", "MET-STD-01", "RSK-STD-01")}
    for code, earlier in history.items():
        assert str(document(code).meta.version) > earlier[-1]


def test_there_are_at_least_eighty_terms_in_order_and_each_leads_to_a_document() -> None:
    terms = source().glossary
    assert len(terms) >= 80
    assert all(term.document and term.practice for term in terms)
    names = [term.term.lower().replace("-", " ") for term in terms]
    assert names == sorted(names)


def test_nothing_is_wrong_with_it() -> None:
    assert check(source()) == ()


def test_the_withdrawn_guide_says_why_and_what_to_follow() -> None:
    gone = document("COM-GDE-02").meta.withdrawn
    assert gone is not None
    assert gone.successor == "COM-STD-01"
    assert len(gone.reason.split()) > 20
