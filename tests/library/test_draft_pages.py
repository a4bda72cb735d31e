"""The pages of drafts: the list, the editor, beginnings."""

import pytest

from portal.db import Database
from tests.library.conftest import Enter
from tests.library.drafting import begun, fields, send, the_draft

pytestmark = pytest.mark.usefixtures("shelf")


def test_an_author_edits_a_document_and_the_text_is_kept_while_readers_see_the_old_one(as_person: Enter, database: Database) -> None:
    vera = as_person("vera")
    address = begun(vera)
    page = vera.get(address).get_data(as_text=True)
    assert "Draft of RSK-STD-01" in page
    assert "to become version 1.1" in page
    answer = send(vera, address, text="# Purpose\n\nNobody is surprised thrice.\n", level="major")
    assert (answer.status_code, answer.location) == (303, address)
    kept = the_draft(database)
    assert (kept.text, kept.seq, kept.state) == ("# Purpose\n\nNobody is surprised thrice.\n", 2, "open")
    assert "to become version 2.0" in vera.get(address).get_data(as_text=True)
    assert "surprised twice" in as_person("anna").get("/library/rsk-std-01").get_data(as_text=True)


def test_a_form_sent_as_it_came_changes_nothing(as_person: Enter, database: Database) -> None:
    vera = as_person("vera")
    address = begun(vera)
    before = the_draft(database)
    sent = fields(vera.get(address).get_data(as_text=True))
    assert sent["practices"] == ["RSK.1"]
    assert send(vera, address).status_code == 303
    after = the_draft(database)
    assert (after.seq, after.front, after.text) == (1, before.front, before.text)
