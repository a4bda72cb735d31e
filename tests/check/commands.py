"""Running the `portal` command as a person does: in a process of its own, on an instance of its own."""

import os
import subprocess
import sys
from pathlib import Path


def environment(home: Path, **more: str) -> dict[str, str]:
    """The environment of a command that works on the instance in `home`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    return {**kept, "PORTAL_HOME": str(home), "PORTAL_PASSWORD_COST": "cheap", **more}


def run(home: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run `portal WORDS` and wait for its end."""
    command = [sys.executable, "-m", "portal", *words]
    return subprocess.run(command, env=environment(home, **more), capture_output=True, text=True, timeout=100, check=False)
