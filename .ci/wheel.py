"""Part of building the wheel: compiles the translations, so that an installed portal speaks every language it was written in."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileTranslations(BuildHookInterface):
    """Makes `messages.mo` beside each `messages.po`."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  hatchling gives them
        """Before the files are gathered."""
        for source in sorted(Path(self.root, "portal", "translations").glob("*/LC_MESSAGES/messages.po")):
            with source.open("rb") as lines:
                catalogue = read_po(lines, locale=source.parent.parent.name, abort_invalid=True)
            with source.with_suffix(".mo").open("wb") as target:
                write_mo(target, catalogue)
