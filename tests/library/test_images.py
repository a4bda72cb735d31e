"""The pictures of documents: to those who may open a Revision that shows them, under a policy that lets nothing run."""

import hashlib
from pathlib import Path

import pytest
import time_machine

from portal.config import Config
from portal.db import Database
from portal.library.models import Reviewer
from tests.library.conftest import Enter
from tests.library.shelf import NOON, revision_id
from tests.roots import document, publish_root, write_root

DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>A box</title><rect width="9" height="9"/></svg>'
SECRET = DRAWING.replace(b"A box", b"A sum")
OPEN, CLOSED = (f"/library/images/{hashlib.sha256(picture).hexdigest()}.svg" for picture in (DRAWING, SECRET))


@pytest.fixture(autouse=True)
def drawn(database: Database, config: Config, cast: dict[str, int], tmp_path: Path, noon: time_machine.Traveller) -> None:
    """Two guides with a drawing each, one of them for authors only."""
    shown = "# Purpose\n\nLook.\n\n![A box]({})\n"
    guides = (
        document("RSK-GDE-01", "Boxes", body=shown.format("../images/box.svg")),
        document("RSK-GDE-02", "Sums", body=shown.format("../images/sum.svg"), audience=["role:author"]),
    )
    root = write_root(tmp_path / "drawn", *guides)
    (root / "images").mkdir()
    (root / "images" / "box.svg").write_bytes(DRAWING)
    (root / "images" / "sum.svg").write_bytes(SECRET)
    with database.writing() as session:
        publish_root(session, config, root, at=NOON)


def test_a_picture_is_served_sandboxed_and_kept_for_ever_by_this_reader_only(as_person: Enter) -> None:
    answer = as_person("anna").get(OPEN)
    assert (answer.status_code, answer.data, answer.mimetype) == (200, DRAWING, "image/svg+xml")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_page_shows_its_picture_by_that_address(as_person: Enter) -> None:
    page = as_person("anna").get("/library/rsk-gde-01").get_data(as_text=True)
    assert f'src="{OPEN}"' in page
    assert 'alt="A box"' in page


def test_a_picture_of_a_text_that_one_may_not_read_is_not_there(as_person: Enter) -> None:
    assert as_person("anna").get(CLOSED).status_code == 404
    assert as_person("vera").get(CLOSED).status_code == 200


def test_a_picture_is_shown_to_those_who_are_asked_to_review_its_text(as_person: Enter, database: Database, cast: dict[str, int]) -> None:
    with database.writing() as session:
        key = revision_id(session, "RSK-GDE-02")
        session.add(Reviewer(revision_id=key, person_id=cast["anna"], invited_by=None, invited_at=NOON))
    assert as_person("anna").get(CLOSED).status_code == 200
    assert as_person("boris").get(CLOSED).status_code == 404


@pytest.mark.parametrize(
    "name",
    [OPEN.rsplit("/", 1)[1].replace(".svg", ".png"), "0" * 64 + ".svg", "box.svg", "..%2F..%2Fsecret.key", OPEN[-68:].upper(), "%00.svg"],
)
def test_any_other_name_is_no_picture(as_person: Enter, name: str) -> None:
    assert as_person("vera").get(f"/library/images/{name}").status_code == 404


def test_pictures_are_for_people_who_signed_in(app: object, as_person: Enter) -> None:
    browser = as_person("anna")
    browser.delete_cookie("session")
    assert browser.get(OPEN).status_code == 302
