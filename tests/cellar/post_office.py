"""A real mail server on the loopback, which can be told to refuse."""

from email import message_from_bytes
from email.message import Message
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink

from tests.commands import free_port


class PostOffice(Sink):
    """Takes mail in on a port of its own; `answer`, when set, is what it says to every mail instead."""

    def __init__(self, authenticator: Any = None) -> None:
        self.mails: list[Message] = []
        self.answer = ""
        keys = {"auth_require_tls": False, "authenticator": authenticator} if authenticator else {}
        self._controller = Controller(self, hostname="127.0.0.1", port=free_port(), **keys)
        self.url = f"smtp://127.0.0.1:{self._controller.port}"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802  aiosmtpd's name
        """One mail has come."""
        if self.answer:
            return self.answer
        self.mails.append(message_from_bytes(envelope.content, policy=default))
        return "250 taken"

    def open(self) -> None:
        """Begin to take mail."""
        self._controller.start()

    def close(self) -> None:
        """Stop."""
        self._controller.stop()
