"""Everything a service records has words on the journal's page and a place in the table of rights."""

from pathlib import Path

import portal
from portal.reports.policy import DOCUMENTS, LOOK_KIND, TECHNICAL
from portal.reports.views.journal_words import ACTIONS, FIELDS, KINDS, SILENT
from tests.reports.recorded import Recorded, in_text, recorded

ALL = recorded(Path(portal.__file__).parent)
SAMPLE = """
VERB = "thing moved"
def move(session, at, actor_id, key, far):
    verb = "thing flown" if far else VERB
    before, after = {"place": 1}, {"place": 2, "way": "air"}
    journal.record(session, at, actor_id, verb, "thing", key, before, after)
    journal.record(session, at, actor_id, "thing seen", "thing", key, after={"by": 1})
    other.record("not the journal")
"""


def test_every_action_recorded_has_words() -> None:
    assert {call.where: call.actions - ACTIONS.keys() for call in ALL if call.actions - ACTIONS.keys()} == {}


def test_every_kind_of_object_has_words_and_somebody_who_may_see_its_rows() -> None:
    kinds = {kind for call in ALL for kind in call.kinds}
    assert kinds <= KINDS.keys()
    assert kinds <= {*DOCUMENTS, *TECHNICAL, LOOK_KIND}


def test_every_value_recorded_has_a_label_or_is_said_to_be_for_programs_only() -> None:
    assert {call.where: call.fields - FIELDS.keys() - SILENT for call in ALL if call.fields - FIELDS.keys() - SILENT} == {}


def test_no_word_is_kept_for_what_nothing_records() -> None:
    assert ACTIONS.keys() - {action for call in ALL for action in call.actions} == set()


def test_the_reader_of_the_code_finds_every_call_and_what_it_may_record() -> None:
    assert list(in_text(SAMPLE, "sample.py")) == [
        Recorded("sample.py:6", frozenset({"thing flown", "thing moved"}), frozenset({"thing"}), frozenset({"place", "way"})),
        Recorded("sample.py:7", frozenset({"thing seen"}), frozenset({"thing"}), frozenset({"by"})),
    ]
    assert all(call.actions and call.kinds for call in ALL), "a call names its action or its kind in a way this reader does not follow"
    assert len(ALL) >= 20
