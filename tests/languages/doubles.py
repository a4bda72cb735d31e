"""Doubles of translations: a catalogue in which every sentence of the interface is written in other letters, made in a folder of the test's own."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo

TOP = Path(__file__).parent.parent.parent
KEYWORDS: dict[str, Any] = {**DEFAULT_KEYWORDS, "_l": None, "N_": None}
LANGUAGE = "zh"
"""The language the double stands in for: one whose dates hold no Latin letter."""
KEPT = re.compile(r"(%\(\w+\)[sd]|%%|\{\w*\}|<[^>]*>|&\w+;)")
OTHER = {**{ord("A") + n: ord("Ａ") + n for n in range(26)}, **{ord("a") + n: ord("ａ") + n for n in range(26)}}


@cache
def extracted() -> Catalog:
    """Every sentence of the interface with its places, as `pybabel extract` finds them by the mapping in pyproject.toml."""
    mappings = tomllib.loads((TOP / "pyproject.toml").read_text("utf8"))["tool"]["babel"]["mappings"]
    methods = [(mapping["pattern"], mapping["method"]) for mapping in mappings]
    catalog = Catalog()
    for folder in ("portal", "templates"):
        found = extract_from_dir(
            TOP / folder, methods, keywords=KEYWORDS, directory_filter=lambda path: not Path(path).name.startswith(".")
        )
        for name, line, message, comments, context in found:
            catalog.add(message, None, [(f"{folder}/{name}", line)], auto_comments=comments, context=context)
    return catalog


def marked(sentence: str) -> str:
    """The sentence in other letters and between brackets; what is filled in later, and markup, stays as it is."""
    parts = KEPT.split(sentence)
    return "⟦" + "".join(part if number % 2 else part.translate(OTHER) for number, part in enumerate(parts)) + "⟧"


def make(folder: Path) -> Path:
    """Write the double's catalogue below `folder` as the portal looks for it; the folder."""
    double = Catalog(locale=LANGUAGE)
    for message in extracted():
        if isinstance(message.id, tuple):
            double.add(message.id, tuple(marked(form) for form in message.id[1 : 1 + double.num_plurals]))
        elif message.id:
            double.add(message.id, marked(message.id))
    path = folder / LANGUAGE / "LC_MESSAGES" / "messages.mo"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_mo(file, double)
    return folder
