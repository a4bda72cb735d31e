"""What tests of drafts share: a form as a browser sends it."""

import re
from html import unescape
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.db import Database
from portal.library.models import Draft
from portal.library.service.saving import Typed
from tests.cast import token

EMPTY = Typed({}, "")
FIELD = re.compile(
    r'<input[^>]* name="(?P<name>[^"]+)"[^>]*>|<textarea[^>]* name="(?P<area>[^"]+)"[^>]*>(?P<text>.*?)</textarea>', re.DOTALL
)
VALUE = re.compile(r' value="([^"]*)"')


def fields(page: str, form_id: str = "page-editor") -> dict[str, list[str]]:
    """The fields of a form as a browser would send them."""
    form = page.partition(f'id="{form_id}"')[2].partition("</form>")[0]
    sent: dict[str, list[str]] = {}
    for found in FIELD.finditer(form):
        if found["area"]:
            sent.setdefault(found["area"], []).append(unescape(found["text"]).removeprefix("\r\n"))
        elif not re.search(r'type="(checkbox|radio)"', found[0]) or " checked" in found[0]:
            value = VALUE.search(found[0])
            sent.setdefault(found["name"], []).append(unescape(value[1]) if value else "")
    return {name: values for name, values in sent.items() if name != "picture"}


def begun(browser: FlaskClient, code: str = "RSK-STD-01") -> str:
    """The address of the draft of a document, begun now."""
    answer = browser.post(f"/library/{code.lower()}/drafts", data=token(browser.get("/my-readings")))
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return str(answer.location)


def send(browser: FlaskClient, address: str, *, to: str = "", **changed: Any) -> TestResponse:
    """Open the editor, change some fields, send the form."""
    sent = fields(browser.get(address).get_data(as_text=True))
    return browser.post(f"{address}{to}", data={**sent, **changed})


def the_draft(database: Database, draft_id: int = 1) -> Draft:
    """A draft as the database has it."""
    with database.reading() as session:
        return session.scalars(select(Draft).where(Draft.id == draft_id)).one()
