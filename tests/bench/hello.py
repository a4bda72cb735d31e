"""The least that Flask can answer: what the portal's pages are measured against."""

from flask import Flask

app = Flask("hello")


@app.get("/")
def hello() -> str:
    """One short line."""
    return "Hello, world!"


def factory() -> Flask:
    """The application, made in the server's process as the portal's is."""
    return app
