"""Telling: whom, once, in the same transaction, and only what can be said."""

from datetime import date

import pytest

from portal.db import Database, Session
from portal.notices import service
from portal.notices.kinds import DAYS, GONE, KINDS, Told, kind_of, say
from portal.people import service as people
from portal.translations import FOLDER, translator
from tests.counting import counted
from tests.notices.telling import RISKS, TUESDAY, notices, tell

Cast = dict[str, int]


def test_everybody_named_is_told_and_nobody_else(database: Database, cast: Cast) -> None:
    assert tell(database, cast["anna"], cast["boris"]) == 2
    assert [(one.person_id, one.kind, one.code, one.url) for one in notices(database)] == [
        (cast[name], "must_read", "RSK-STD-01", "/library/rsk-std-01") for name in ("anna", "boris")
    ]
    assert notices(database)[0].params == {"version": "2.0", "due": "2026-12-08"}


def test_a_row_says_who_by_an_id_and_holds_no_name(database: Database, cast: Cast) -> None:
    tell(database, cast["anna"], kind="review_asked", by=cast["vera"])
    (row,) = notices(database)
    assert row.by_id == cast["vera"]
    assert "Vera" not in repr(vars(row))


def test_nobody_is_told_what_they_did_themselves(database: Database, cast: Cast) -> None:
    assert tell(database, cast["vera"], cast["paul"], kind="comment", by=cast["vera"]) == 1
    assert [one.person_id for one in notices(database)] == [cast["paul"]]


def test_those_who_have_left_or_not_come_yet_are_told_nothing(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        people.deactivate(session, cast["anna"], actor_id=cast["adam"], at=TUESDAY)
        invited = people.enrol(session, email="ines@example.org", name="Ines", at=TUESDAY)
    assert tell(database, cast["anna"], invited, 999_999) == 0
    assert notices(database) == []


def test_a_chore_may_tell_every_day_what_is_told_once(database: Database, cast: Cast) -> None:
    assert tell(database, cast["anna"], once="overdue RSK-STD-01 2") == 1
    assert tell(database, cast["anna"], cast["boris"], once="overdue RSK-STD-01 2") == 1
    assert tell(database, cast["anna"], cast["boris"], once="overdue RSK-STD-01 2") == 0
    assert tell(database, cast["anna"], once="overdue RSK-STD-01 3") == 1
    assert [one.person_id for one in notices(database)] == [cast["anna"], cast["boris"], cast["anna"]]


def test_without_such_words_the_same_may_be_told_again(database: Database, cast: Cast) -> None:
    assert [tell(database, cast["anna"]), tell(database, cast["anna"])] == [1, 1]


def test_what_is_undone_was_told_to_nobody(database: Database, cast: Cast) -> None:
    def failing(session: Session) -> None:
        service.tell(session, [cast["anna"]], "approved", at=TUESDAY, by=cast["paul"], version="2.0", **RISKS)
        raise RuntimeError

    with pytest.raises(RuntimeError), database.writing() as session:
        failing(session)
    assert notices(database) == []


def test_telling_a_hundred_takes_as_many_statements_as_telling_two(database: Database, cast: Cast) -> None:
    with database.writing() as session:
        crowd = [people.enrol(session, email=f"p{n}@example.org", name=f"P {n}", at=TUESDAY, state="active") for n in range(100)]
    for ids in (crowd[:2], crowd):
        with counted(database) as sent:
            tell(database, *ids)
            assert len(sent) == 2


@pytest.mark.parametrize(
    ("kind", "more", "said"),
    [
        ("gossip", {}, "no notice 'gossip'"),
        ("must_read", {"title": ""}, "needs title"),
        ("review_asked", {}, "needs by"),
        ("approved", {"url": "https://evil.example/"}, "a path of this site"),
        ("approved", {"url": "//evil.example/"}, "a path of this site"),
        ("approved", {"url": "/\\evil.example/"}, "a path of this site"),
        ("approved", {"url": "/a\nb"}, "a path of this site"),
    ],
)
def test_what_cannot_be_said_is_refused_at_once(database: Database, cast: Cast, kind: str, more: dict[str, str], said: str) -> None:
    by = {"by": cast["paul"]} if kind == "approved" else {}
    with pytest.raises(ValueError, match=said):
        tell(database, cast["anna"], kind=kind, **{**by, **more})
    assert notices(database) == []


def filled(kind: str) -> Told:
    """A row of this kind with every place filled."""
    places = KINDS[kind].places if kind in KINDS else frozenset[str]()
    days = dict.fromkeys(places & DAYS, "2026-12-08")
    return Told(kind, "Vera", "RSK-STD-01", "Managing risks", {"version": "2.0", **days})


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", sorted({"en", *(path.name for path in FOLDER.iterdir() if path.is_dir() and len(path.name) == 2)}))
def test_every_kind_is_a_sentence_in_every_language(kind: str, language: str) -> None:
    sentence = say(filled(kind), translator(language), date.isoformat)
    assert "%(" not in sentence
    assert sentence.endswith(".")
    assert ("2026-12-08" in sentence) == bool(KINDS[kind].places & DAYS)


def test_a_row_of_a_kind_that_is_no_longer_told_still_says_what_it_is_about() -> None:
    assert kind_of("of old") is GONE
    assert say(filled("of old"), translator("en"), date.isoformat) == "About RSK-STD-01 Managing risks."
