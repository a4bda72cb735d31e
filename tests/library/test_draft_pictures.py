"""The pictures of drafts: put in with words, kept by hash, shown to those who may see the draft."""

import io
import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.config import Config
from portal.content.check import Known, check
from portal.content.front_matter import Version
from portal.db import Database
from portal.files.store import FileStore
from portal.library.drafts import source_of
from portal.library.models import DraftPicture
from portal.library.queries import drafts as queries
from tests.cast import token
from tests.library.conftest import Enter
from tests.library.drafting import begun, fields, the_draft
from tests.library.test_pictures import made, svg

pytestmark = pytest.mark.usefixtures("shelf")


def put(browser: FlaskClient, address: str, content: bytes, name: str = "My ladder (1).png", shows: str = "A ladder") -> Any:
    """What the page's script is told."""
    sent = {**token(browser.get("/my-readings")), "shows": shows, "picture": (io.BytesIO(content), name)}
    answer = browser.post(f"{address}/pictures", data=sent, content_type="multipart/form-data")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return json.loads(answer.get_data(as_text=True))


def test_a_picture_is_kept_and_shown_to_those_who_may_see_the_draft(as_person: Enter) -> None:
    vera = as_person("vera")
    address = begun(vera)
    told = put(vera, address, made("PNG"))
    assert told["markdown"] == "![A ladder](../images/rsk-std-01-my-ladder-1.png)"
    answer = vera.get(told["address"])
    assert (answer.status_code, answer.mimetype) == (200, "image/png")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert [as_person(name).get(told["address"]).status_code for name in ("paul", "otto", "anna", "boris")] == [200, 200, 403, 403]
    other = begun(vera, "RSK-GDE-01")
    assert vera.get(told["address"].replace(address, other)).status_code == 404
    assert vera.get(told["address"].replace(".png", ".svg")).status_code == 404
    assert vera.get(f"{address}/pictures/x.png").status_code == 404
    assert vera.get(f"/library/images/{told['address'].rsplit('/', 1)[1]}").status_code == 404


def test_two_pictures_of_one_name_get_two_paths_and_the_same_one_keeps_its_path(as_person: Enter, database: Database) -> None:
    vera = as_person("vera")
    address = begun(vera)
    first, again = put(vera, address, made("PNG")), put(vera, address, made("PNG"))
    second = put(vera, address, made("PNG", (50, 50)))
    assert first["path"] == again["path"] != second["path"] == "images/rsk-std-01-my-ladder-1-1.png"
    with database.reading() as session:
        assert len(session.scalars(select(DraftPicture)).all()) == 2


@pytest.mark.parametrize(("content", "shows", "sentence"), [
    (made("PNG"), "", "Say what the picture shows"),
    (b"GIF89a", "A cat", "not a PNG, JPEG, WebP or SVG picture"),
    (svg("<script>alert(1)</script>"), "A box", "The SVG holds more than a drawing"),
])  # fmt: skip
def test_what_cannot_be_shown_is_refused_with_a_sentence(
    as_person: Enter, database: Database, content: bytes, shows: str, sentence: str
) -> None:
    vera = as_person("vera")
    address = begun(vera)
    assert sentence in put(vera, address, content, shows=shows)["sentence"]
    with database.reading() as session:
        assert session.scalars(select(DraftPicture)).all() == []


def test_by_the_form_alone_a_picture_is_put_at_the_end_of_the_text(as_person: Enter, database: Database, config: Config) -> None:
    vera = as_person("vera")
    address = begun(vera)
    sent = {**fields(vera.get(address).get_data(as_text=True)), "do": "picture", "shows": "A box [red]", "text": "# Purpose\n\nLook.\n"}
    refused = vera.post(address, data={**sent, "picture": (io.BytesIO(b""), "")}, content_type="multipart/form-data")
    assert "Choose a picture first" in refused.get_data(as_text=True)
    answer = vera.post(address, data={**sent, "picture": (io.BytesIO(svg("<rect/>")), "a.svg")}, content_type="multipart/form-data")
    assert answer.status_code == 303
    kept = the_draft(database)
    assert kept.text == "# Purpose\n\nLook.\n\n![A box (red)](../images/rsk-std-01-a.png)\n"
    with database.reading() as session:
        held = queries.pictures(session, kept.id)
    store = FileStore(config.home / "uploads")
    bytes_of = {path: store.get(key) or b"" for path, key in held.items()}
    source = source_of(kept.front, Version(1, 1), kept.text, bytes_of, on=kept.made_at.date())
    assert check(source, Known(practices=frozenset({"RSK.1"}), positions=frozenset({"TEM"}))) == ()
    page = vera.get(f"{address}?show=preview").get_data(as_text=True)
    assert page.count(f'src="{address}/pictures/') == 2
