"""Security headers on every answer, cookies, and the host behind a proxy."""

from datetime import timedelta

from flask import Flask, Response, request
from werkzeug.middleware.proxy_fix import ProxyFix

from portal.config import Config
from portal.web.cookies import CookieSessions

CONTENT_SECURITY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def install(app: Flask, config: Config) -> None:
    """Set cookie rules and add the headers; an answer that set its own policy keeps it (images are served under a sandbox)."""
    secure = config.https
    app.config.update(
        SESSION_COOKIE_NAME="__Host-session" if secure else "session",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=timedelta(days=14),
        MAX_CONTENT_LENGTH=8 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=8 * 1024 * 1024,
    )
    app.session_interface = CookieSessions()
    if config.proxy_hops:
        hops = config.proxy_hops
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    headers = dict(HEADERS)
    if secure:
        headers["Strict-Transport-Security"] = "max-age=31536000"

    fixed = tuple((name, name.lower(), value) for name, value in headers.items())

    @app.after_request
    def add(answer: Response) -> Response:
        given = {name.lower() for name, _ in answer.headers}
        answer.headers.extend([(name, value) for name, small, value in fixed if small not in given])
        if "cache-control" not in given and request.endpoint != "assets.asset":
            answer.headers["Cache-Control"] = "no-store"
        return answer
