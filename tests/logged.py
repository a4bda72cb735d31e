"""What the portal logs while a test looks, as it would stand in the log."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from portal.web.logs import JsonLines


class Lines(logging.Handler):
    """The lines so far."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(JsonLines())
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one line."""
        self.texts.append(self.format(record))

    def of(self, event: str) -> list[dict[str, Any]]:
        """The lines that tell of this."""
        return [line for line in map(json.loads, self.texts) if line["event"] == event]


@contextmanager
def logged() -> Iterator[Lines]:
    """Everything that is logged inside the block, however little is logged otherwise."""
    logger, lines = logging.getLogger("portal"), Lines()
    level = logger.level
    logger.addHandler(lines)
    logger.setLevel(logging.DEBUG)
    try:
        yield lines
    finally:
        logger.removeHandler(lines)
        logger.setLevel(level)
