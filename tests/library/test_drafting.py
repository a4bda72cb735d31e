"""Where drafts come from, how they are saved, and that nothing typed is ever lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.content.front_matter import Version
from portal.db import Database
from portal.errors import NotFound
from portal.journal import queries as journal
from portal.library.models import Document, Draft, DraftCopy, Revision, Writer
from portal.library.service import drafting, saving
from portal.library.service.saving import Saved, Typed
from tests.library.conftest import Publish
from tests.library.drafting import EMPTY, the_draft
from tests.library.shelf import NOON, standard

pytestmark = pytest.mark.usefixtures("shelf")
FRONT = {"title": "Risk management", "practices": ["RSK.1"], "level": "minor"}


def new(database: Database, person: int, kind: str = "standard", *, area: str = "RSK", title: str = "Something new") -> int:
    with database.writing() as session:
        return drafting.new(session, drafting.Wish(area, kind, title), actor_id=person, at=NOON)


def begin(database: Database, person: int, code: str = "RSK-STD-01") -> int:
    with database.writing() as session:
        return drafting.begin(session, code, actor_id=person, at=NOON)


def save(database: Database, draft_id: int, text: str, *, by: int, on: int = 1, copy_id: int | None = None, minutes: int = 1) -> Saved:
    at = NOON + timedelta(minutes=minutes)
    with database.writing() as session:
        return saving.save(session, draft_id, Typed(FRONT, text), based_on=on, base=EMPTY, actor_id=by, at=at, copy_id=copy_id)


def codes(database: Database) -> set[str]:
    with database.reading() as session:
        return set(session.scalars(select(Document.code)))


def actions(database: Database) -> list[str]:
    with database.reading() as session:
        facts, _ = journal.facts(session, journal.Wanted(kinds=("document",)))
        return [fact.action for fact in facts if fact.action.startswith(("draft", "copy", "picture", "document"))]


def test_a_new_document_gets_the_next_code_of_its_area_and_kind_and_a_given_up_code_is_never_used_again(
    database: Database, cast: dict[str, int]
) -> None:
    vera = cast["vera"]
    first = new(database, vera)
    assert the_draft(database, first).front["code"] == "RSK-STD-04"
    with database.writing() as session:
        assert drafting.give_up(session, first, actor_id=vera, at=NOON) == "RSK-STD-04"
    assert the_draft(database, new(database, vera)).front["code"] == "RSK-STD-05"
    policy = the_draft(database, new(database, vera, "policy"))
    assert (policy.front["code"], policy.front["approver"]) == ("RSK-POL-01", "Executive management")
    assert the_draft(database, new(database, vera, "guide", area="PLM")).front["code"] == "PLM-GDE-01"
    assert the_draft(database, new(database, vera, "template")).front["code"] == "TPL-01"
    assert "RSK-STD-04" in codes(database)


def test_two_who_begin_at_once_get_different_codes(database: Database, cast: dict[str, int]) -> None:
    before = codes(database)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: new(database, cast["vera"]), range(16)))
    assert codes(database) - before == {f"RSK-STD-{number:02d}" for number in range(4, 20)}


def test_a_title_with_a_character_nobody_sees_is_refused(database: Database, cast: dict[str, int]) -> None:
    for title in ("Ri\u200bsk", "\u202eksiR"):
        with pytest.raises(drafting.HiddenCharacter):
            new(database, cast["vera"], title=title)
    with pytest.raises(NotFound):
        new(database, cast["vera"], area="XYZ")


def test_a_draft_begins_with_the_newest_approved_text_and_there_is_one_a_document(
    database: Database, cast: dict[str, int], publish: Publish
) -> None:
    publish(standard("1.1", "2026-02-01", body="# Purpose\n\nNewer.\n", change="Newer."))
    publish(standard("1.2", "2026-05-01", body="# Purpose\n\nTo come.\n", change="To come."))
    draft_id = begin(database, cast["vera"])
    assert begin(database, cast["paul"]) == draft_id
    draft = the_draft(database, draft_id)
    assert draft.text.strip().endswith("To come.")
    assert (draft.front["level"], "change" in draft.front, "version" in draft.front) == ("minor", False, False)
    assert actions(database).count("draft begun") == 1
    with pytest.raises(drafting.AlreadyDrafted), database.writing() as session:
        drafting.restore(session, "RSK-STD-01", Version(1, 0), actor_id=cast["vera"], at=NOON)


def test_an_old_version_is_restored_as_a_draft_and_nothing_changes_for_readers(
    database: Database, cast: dict[str, int], publish: Publish
) -> None:
    publish(standard("1.1", "2026-02-01", body="# Purpose\n\nNewer.\n", change="Newer."))
    with database.writing() as session:
        draft_id = drafting.restore(session, "RSK-STD-01", Version(1, 0), actor_id=cast["vera"], at=NOON)
    assert "surprised twice" in the_draft(database, draft_id).text
    with database.reading() as session:
        assert (
            session.scalars(select(Revision).where(Revision.document_id == the_draft(database, draft_id).document_id)).all()[-1].state
            == "approved"
        )
    with pytest.raises(NotFound), database.writing() as session:
        drafting.restore(session, "RSK-GDE-01", Version(9, 9), actor_id=cast["vera"], at=NOON)


def test_a_copy_is_a_new_document_with_the_same_text(database: Database, cast: dict[str, int]) -> None:
    with database.writing() as session:
        wish = drafting.Wish("RSK", "guide", "Reserves explained")
        draft_id = drafting.copy(session, "RSK-STD-02", wish, actor_id=cast["vera"], at=NOON)
    draft = the_draft(database, draft_id)
    assert (draft.front["code"], draft.front["kind"], draft.front["title"], draft.front["level"]) == (
        "RSK-GDE-02", "guide", "Reserves explained", "major",
    )  # fmt: skip
    assert draft.front["owner"] == "Risk lead"
    assert "surprised twice" in draft.text


def test_a_draft_given_up_can_be_taken_up_again_with_its_words(database: Database, cast: dict[str, int]) -> None:
    first = new(database, cast["vera"])
    save(database, first, "Words.\n", by=cast["vera"])
    with database.writing() as session:
        drafting.give_up(session, first, actor_id=cast["vera"], at=NOON)
    again = begin(database, cast["vera"], "RSK-STD-04")
    assert again != first
    assert the_draft(database, again).text == "Words.\n"


def test_a_save_counts_and_the_same_again_does_not(database: Database, cast: dict[str, int]) -> None:
    draft_id = begin(database, cast["vera"])
    assert save(database, draft_id, "One.\n", by=cast["vera"]) == Saved(2)
    assert save(database, draft_id, "One.\n", by=cast["paul"], on=1) == Saved(2)
    assert save(database, draft_id, "Two.\n", by=cast["paul"], on=2) == Saved(3)
    draft = the_draft(database, draft_id)
    assert (draft.text, draft.saved_by, draft.saved_at) == ("Two.\n", cast["paul"], NOON + timedelta(minutes=1))
    assert (draft.front["code"], draft.front["kind"]) == ("RSK-STD-01", "standard")
    with database.reading() as session:
        assert set(session.scalars(select(Writer.person_id).where(Writer.draft_id == draft_id))) == {cast["vera"], cast["paul"]}


def test_a_save_from_an_older_text_is_kept_beside_the_draft_and_one_tab_keeps_one_copy(database: Database, cast: dict[str, int]) -> None:
    draft_id = begin(database, cast["vera"])
    save(database, draft_id, "First.\n", by=cast["vera"])
    kept = save(database, draft_id, "Second.\n", by=cast["paul"])
    assert kept.copy_id is not None
    assert save(database, draft_id, "Second, longer.\n", by=cast["paul"], copy_id=kept.copy_id) == kept
    assert save(database, draft_id, "Another tab.\n", by=cast["paul"]).copy_id not in {None, kept.copy_id}
    assert save(database, draft_id, "Mine.\n", by=cast["vera"], copy_id=kept.copy_id).copy_id != kept.copy_id
    assert the_draft(database, draft_id).text == "First.\n"
    with database.reading() as session:
        assert sorted(session.scalars(select(DraftCopy.text))) == ["Another tab.\n", "Mine.\n", "Second, longer.\n"]


def test_a_merge_settles_the_copy_and_makes_its_author_a_writer_and_a_copy_is_settled_once(
    database: Database, cast: dict[str, int]
) -> None:
    draft_id = begin(database, cast["vera"])
    save(database, draft_id, "First.\n", by=cast["vera"])
    copy_id = save(database, draft_id, "Second.\n", by=cast["paul"]).copy_id or 0
    both = Typed(FRONT, "First.\nSecond.\n")
    with database.writing() as session:
        assert saving.merge(session, copy_id, both, based_on=1, base=EMPTY, actor_id=cast["vera"], at=NOON).copy_id is not None
    with database.writing() as session:
        assert saving.merge(session, copy_id, both, based_on=2, base=EMPTY, actor_id=cast["vera"], at=NOON) == Saved(3)
    with database.reading() as session:
        assert cast["paul"] in set(session.scalars(select(Writer.person_id).where(Writer.draft_id == draft_id)))
    with pytest.raises(saving.Settled), database.writing() as session:
        saving.put_away(session, copy_id, actor_id=cast["vera"], at=NOON)
    assert actions(database).count("copy merged") == 1


@pytest.mark.parametrize(("state", "refusal"), [("submitted", saving.BeingReviewed), ("closed", saving.NotOpen)])
def test_a_draft_that_is_not_open_is_not_changed(database: Database, cast: dict[str, int], state: str, refusal: type[Exception]) -> None:
    draft_id = begin(database, cast["vera"])
    with database.writing() as session:
        session.get_one(Draft, draft_id).state = state
    with pytest.raises(refusal):
        save(database, draft_id, "Words.\n", by=cast["vera"])
    assert "surprised twice" in the_draft(database, draft_id).text
    if state == "submitted":
        with pytest.raises(drafting.InReview), database.writing() as session:
            drafting.give_up(session, draft_id, actor_id=cast["vera"], at=NOON)


def test_the_text_of_a_file_is_not_changed(database: Database, cast: dict[str, int]) -> None:
    draft_id = begin(database, cast["vera"])
    with database.writing() as session:
        session.get_one(Draft, draft_id).origin = "file"
    with pytest.raises(NotFound):
        save(database, draft_id, "Words.\n", by=cast["vera"])


def test_a_text_beyond_what_a_document_takes_is_refused_with_its_size(database: Database, cast: dict[str, int]) -> None:
    draft_id = begin(database, cast["vera"])
    with pytest.raises(saving.TooLong, match="5000 KB"):
        save(database, draft_id, "word " * 1_000_000, by=cast["vera"])
    huge = Typed({"title": "x" * 70_000}, "")
    with pytest.raises(saving.FieldsTooLong), database.writing() as session:
        saving.save(session, draft_id, huge, based_on=1, base=EMPTY, actor_id=cast["vera"], at=NOON)
    assert the_draft(database, draft_id).seq == 1


def test_of_two_hundred_saves_at_once_every_text_is_in_the_draft_or_in_a_copy(database: Database, cast: dict[str, int]) -> None:
    draft_id = begin(database, cast["vera"])
    people = list(cast.values())

    def one(number: int) -> Saved:
        return save(database, draft_id, f"Text {number}.\n", by=people[number % len(people)], on=1 + number % 3)

    with ThreadPoolExecutor(16) as pool:
        saved = list(pool.map(one, range(200)))
    with database.reading() as session:
        copies = {copy.id: copy.text for copy in session.scalars(select(DraftCopy))}
    draft = the_draft(database, draft_id)
    written = [number for number, answer in enumerate(saved) if answer.copy_id is None]
    assert len(written) == draft.seq - 1
    assert draft.text == f"Text {next(n for n in written if saved[n].seq == draft.seq)}.\n"
    assert all(copies[answer.copy_id] == f"Text {number}.\n" for number, answer in enumerate(saved) if answer.copy_id is not None)
    assert sorted(answer.seq for answer in saved if answer.copy_id is None) == list(range(2, draft.seq + 1))
