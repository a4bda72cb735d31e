"""A person with a browser that keeps its connection and its cookies, and looks at every answer."""

import http.client
import re
from email.message import Message
from typing import Self
from urllib.parse import urlencode, urlsplit

FIELD = re.compile(r'name="(csrf_token|version|revision)"[^>]* value="([^"]*)"')


class Answer:
    """Status, text and headers of an answer."""

    def __init__(self, status: int, text: str, headers: Message) -> None:
        self.status, self.text, self.headers = status, text, headers


class Visitor:
    """Who asks the portal at `url`. An answer of 500 or more is an error at once."""

    def __init__(self, url: str) -> None:
        self.connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
        self.cookies: dict[str, str] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()

    def ask(self, method: str, path: str, fields: dict[str, str] | None = None) -> Answer:
        """Send one request and take the cookies of the answer."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, urlencode(fields) if fields is not None else None, headers)
        answer = self.connection.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        text = answer.read().decode()
        assert answer.status < 500, f"{method} {path} answered {answer.status}: {text[:500]}"
        return Answer(answer.status, text, answer.headers)

    def sign_in(self, email: str, password: str) -> None:
        """Through the form."""
        fields = {"email": email, "password": password, **dict(FIELD.findall(self.ask("GET", "/sign-in").text))}
        assert self.ask("POST", "/sign-in", fields).status in {302, 303}

    def acknowledge(self, code: str) -> tuple[int, str] | None:
        """Open a document and say that one has read it; status and version, or None where nothing is owed."""
        shown = self.ask("GET", f"/library/{code.lower()}")
        if shown.status != 200 or "/acknowledge" not in shown.text:
            return None
        form = shown.text.split("/acknowledge", 1)[1].split("</form>", 1)[0]
        fields = dict(FIELD.findall(form))
        return self.ask("POST", f"/library/{code.lower()}/acknowledge", fields).status, fields["version"]
