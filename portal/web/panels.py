"""What a room below shows of a room above: the application fills the panels by name, so that the room below knows no more than the name."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Flask, current_app

Panel = Callable[..., Any]


def install(app: Flask, panels: Mapping[str, Panel]) -> None:
    """Take the panels of an application."""
    app.extensions["portal.panels"] = dict(panels)


def panel(name: str, *asked: Any) -> Any:
    """What the panel of this name answers for the present request. KeyError for a name nobody filled."""
    return current_app.extensions["portal.panels"][name](*asked)
