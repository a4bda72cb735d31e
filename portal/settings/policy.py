"""Which settings there are, and what each is until somebody changes it."""

from collections.abc import Mapping
from typing import Any

DEFAULTS: Mapping[str, Any] = {
    "files_take_effect": "auto",
    "instance_kind": "real",
    "demo_today": None,
}
