"""Draws one SVG: `python -m portal.files.drawing` reads it and writes a PNG. A process of its own, so that a drawing that never ends, or needs all

the memory there is, ends alone.
"""

import resource
import sys

MOST_MEMORY = 1_500_000_000
MOST_SECONDS = 15


def main() -> None:
    """Draw what comes in, within limits."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    from portal.paper.pictures import as_png

    sys.stdout.buffer.write(as_png(sys.stdin.buffer.read()))


if __name__ == "__main__":
    main()
