"""`python -m tests.bench.serve TARGET PORT`: any application under the server and the settings of `portal run`."""

import sys

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

if __name__ == "__main__":
    target, port = sys.argv[1], int(sys.argv[2])
    Granian(
        target, address="127.0.0.1", port=port, workers=1, interface=Interfaces.WSGI, factory=True, blocking_threads=8,
        log_level=LogLevels.error,
    ).serve()  # fmt: skip
