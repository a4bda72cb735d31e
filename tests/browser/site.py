"""The demo on a server of its own, on a port nobody chose, on the morning of its day."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from unittest.mock import patch

from werkzeug.serving import WSGIRequestHandler, make_server

from portal import clock, instance
from portal.app import create_app
from portal.config import Config
from tests.demo.making import DAY

MORNING = datetime.fromisoformat(f"{DAY}T09:00:00+00:00")


class _Quiet(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002  werkzeug's own name
        """Say nothing."""


@contextmanager
def open_site(config: Config) -> Iterator[str]:
    """Serve the instance; the address. The portal's clock runs on from the morning of the demo's day."""
    began = clock.now()

    def now() -> datetime:
        return MORNING + (real() - began)

    real = clock.now
    database = instance.opened(config)
    with patch.object(clock, "now", now):
        server = make_server("127.0.0.1", 0, create_app(config, database), threaded=True, request_handler=_Quiet)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join(timedelta(seconds=10).total_seconds())
            server.server_close()
            database.dispose()
