"""A content root of as many real-size pages as wanted, made from the sentences of the shipped method, so that words repeat as they do in life.

`python -m tests.bench.pages FOLDER [--documents 1000] [--kilobytes 7]` writes one.
"""

import argparse
import random
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import yaml

from portal.content.source import read
from portal.instance import resources
from tests.roots import document

KINDS = ("STD", "PRC", "GDE")
AREAS = ("MET", "PLM", "RES", "RSK", "COM", "IMP", "TRN", "DEC")
HEADINGS = ("Purpose", "Scope", "Rules", "Roles", "Steps", "Worked example", "Common mistakes", "Records", "Related")
SYLLABLES = ("ba", "lin", "tor", "me", "ska", "ru", "ven", "do", "pli", "gar", "nu", "tes", "ol", "fen", "ci", "mar")
SENTENCE = re.compile(r"[A-Z][^.|\[\]{}#*_`\n]{30,200}\.(?=\s)")


@dataclass(frozen=True)
class Words:
    """What pages are made of: sentences of the method, names of things that only some pages speak of, practices, owners."""

    sentences: tuple[str, ...]
    names: tuple[str, ...]
    practices: tuple[str, ...]


def write_pages(folder: Path, documents: int = 1000, kilobytes: float = 7.0, seed: int = 1) -> Path:
    """A content root with the shipped vocabulary and that many documents of about that size; the same for the same arguments."""
    chance = random.Random(seed)  # noqa: S311  the same pages each time are meant
    content = resources() / "content"
    methodology = folder / "methodology"
    methodology.mkdir(parents=True, exist_ok=True)
    for name in ("practices.yaml", "glossary.yaml"):
        shutil.copy(content / name, folder / name)
    _without_documents(folder / "glossary.yaml")
    words = _words(content, chance)
    codes = [f"{AREAS[number % len(AREAS)]}-{KINDS[number % len(KINDS)]}-{number + 1:04}" for number in range(documents)]
    for code in codes:
        name, text = _page(chance, words, code, codes, int(kilobytes * 1000))
        (methodology / name).write_text(text, "utf8")
    return folder


def _without_documents(glossary: Path) -> None:
    """The glossary without the codes of the shipped documents, which this root has not."""
    terms = [
        {key: value for key, value in term.items() if key != "document"} for term in _listed(yaml.safe_load(glossary.read_text("utf8")))
    ]
    glossary.write_text(yaml.safe_dump(terms, allow_unicode=True, sort_keys=False), "utf8")


def _listed(loaded: object) -> list[dict[str, object]]:
    return loaded["terms"] if isinstance(loaded, dict) else loaded  # type: ignore[return-value]


def _words(content: Path, chance: random.Random) -> Words:
    source = read(content)
    sentences = dict.fromkeys(match.group() for file in source.current for match in SENTENCE.finditer(file.text))
    names = {"".join(chance.choice(SYLLABLES) for _ in range(chance.randint(2, 4))).title() for _ in range(2000)}
    practices = tuple(p.code for p in source.vocabulary.practices) if source.vocabulary else ()
    return Words(tuple(sentences), tuple(sorted(names)), practices)


def _page(chance: random.Random, words: Words, code: str, codes: list[str], size: int) -> tuple[str, str]:
    names = chance.sample(words.names, 6)
    parts: list[str] = []
    while sum(map(len, parts)) < size - 500:
        heading = HEADINGS[len(parts) % len(HEADINGS)]
        suffix = "" if len(parts) < len(HEADINGS) else f" {len(parts) // len(HEADINGS) + 1}"
        text = _related(chance, codes) if heading == "Related" else _section(chance, words, names, heading, len(parts))
        parts.append(f"# {heading}{suffix}\n\n{text}")
    front = {
        "practices": sorted(chance.sample(words.practices, 2)),
        "owner": chance.choice(("Risk lead", "Planning lead", "Head of PMO", "Cost lead", "Quality lead", "Training lead")),
        "phases": chance.sample(("propose", "initiate", "plan", "execute", "close", "benefits"), 3),
        "approver": "Head of PMO",
        "effective": "2026-01-05",
    }
    return document(
        code, f"{names[0]} {chance.choice(('review', 'plan', 'control', 'handover', 'record'))}", body="\n\n".join(parts), **front
    )


def _related(chance: random.Random, codes: list[str]) -> str:
    return "\n".join(f"- [[{code}]]" for code in chance.sample(codes, min(3, len(codes))))


def _section(chance: random.Random, words: Words, names: list[str], heading: str, place: int) -> str:
    if heading == "Rules":
        rules = (
            f"R{place * 10 + n}. **{_sentence(chance, words, names)}** {_sentence(chance, words, names)} {{#r{place * 10 + n}}}"
            for n in range(6)
        )
        return "\n\n".join(rules)
    if heading == "Roles":
        rows = (f"| {chance.choice(names)} | {_sentence(chance, words, names)} | {chance.randint(1, 90)} days |" for _ in range(5))
        return "| Who | Does | Limit |\n|---|---|---|\n" + "\n".join(rows)
    if heading == "Steps":
        return "\n".join(f"{n}. {_sentence(chance, words, names)}" for n in range(1, 6))
    return "\n\n".join(" ".join(_sentence(chance, words, names) for _ in range(3)) for _ in range(2))


def _sentence(chance: random.Random, words: Words, names: list[str]) -> str:
    sentence = chance.choice(words.sentences)
    return f"{sentence[:-1]} for {chance.choice(names)}." if chance.random() < 0.15 else sentence


def main() -> None:
    """Write a root from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--kilobytes", type=float, default=7.0)
    given = parser.parse_args()
    write_pages(given.folder, given.documents, given.kilobytes)


if __name__ == "__main__":
    main()
