"""The signed cookie that carries a sign-in session's key. A cookie that was found genuine once is not reckoned again at every request."""

from collections import OrderedDict
from typing import Any

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from itsdangerous import BadSignature, URLSafeTimedSerializer

from portal import clock

MOST = 4096
PLAIN = (str, bool, int, type(None))


class CookieSessions(SecureCookieSessionInterface):
    """Flask's own signed cookies, the same bytes and the same rules, remembering which ones were genuine and when they were signed."""

    def __init__(self) -> None:
        self._genuine: OrderedDict[str, tuple[int, dict[str, Any]]] = OrderedDict()
        self._signer: URLSafeTimedSerializer | None = None
        self._key: Any = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """The signer of this application's key, made once."""
        if self._signer is None or self._key != app.secret_key:
            self._genuine.clear()
            self._signer, self._key = super().get_signing_serializer(app), app.secret_key
        return self._signer

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """What the cookie says, if it is genuine and not too old; else nothing."""
        signer = self.get_signing_serializer(app)
        value = request.cookies.get(self.get_cookie_name(app))
        if signer is None or not value:
            return self.session_class() if signer else None
        known = self._genuine.get(value) or self._read(signer, value)
        if known is None or not 0 <= int(clock.now().timestamp()) - known[0] <= app.permanent_session_lifetime.total_seconds():
            return self.session_class()
        return self.session_class(known[1])

    def _read(self, signer: URLSafeTimedSerializer, value: str) -> tuple[int, dict[str, Any]] | None:
        try:
            said, signed = signer.loads(value, return_timestamp=True)
        except BadSignature:
            return None
        known = (int(signed.timestamp()), said)
        if all(type(part) in PLAIN for part in said.values()):
            self._genuine[value] = known
            while len(self._genuine) > MOST:
                self._genuine.popitem(last=False)
        return known
