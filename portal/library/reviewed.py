"""A text in review as its reviewers see it: paragraph by paragraph, each with what was said about it. Pure."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from portal.library.paragraphs import Place, find, split

OF_A_WHOLE = re.compile(r'<a class="permalink".*?</a>|<span class="sec">.*?</span>| (?:id|href)="(?:#[^"]*|[^"/:#]*)"', re.DOTALL)
"""What a paragraph by itself has not: ids and links to them (the page of a review has its own), and the numbers of sections."""
REGION = re.compile(r'(<div class="table-scroll"[^<>]* aria-label="[^"]*)"')


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody said to a comment."""

    id: int
    by: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment as it was made, with its answers. `is_open` until it is resolved, accepted or declined."""

    id: int
    by: str
    at: datetime
    round: int
    anchor: str
    quote: str
    text: str
    suggestion: str | None
    state: str
    settled_by: str = ""
    answers: tuple[Answer, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it waits."""
        return self.state == "open"


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph: as written (`quote`), as read (`html`), and the remarks about it; `earlier` ones were made when it read otherwise."""

    number: int
    anchor: str
    quote: str
    html: str
    is_heading: bool
    remarks: tuple[Remark, ...] = ()
    earlier: tuple[Remark, ...] = ()

    @property
    def open(self) -> int:
        """How many of its remarks wait."""
        return sum(remark.is_open for remark in (*self.remarks, *self.earlier))


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The whole text, remarks about the whole, and those whose paragraph is no longer in the text."""

    passages: tuple[Passage, ...]
    whole: tuple[Remark, ...] = ()
    lost: tuple[Remark, ...] = ()

    @property
    def open(self) -> int:
        """How many remarks wait."""
        return sum(remark.is_open for remark in (*self.whole, *self.lost)) + sum(passage.open for passage in self.passages)


@dataclass
class _Found:
    remarks: list[Remark] = field(default_factory=list)
    earlier: list[Remark] = field(default_factory=list)


def reviewed(text: str, remarks: Sequence[Remark], render: Callable[[str], str]) -> Reviewed:
    """Every remark once: beside its paragraph, beside what became of it, among the lost, or about the whole."""
    paragraphs = split(text)
    beside = [_Found() for _ in paragraphs]
    whole, lost = [], []
    for remark in remarks:
        place = find(paragraphs, remark.quote, remark.anchor)
        if not remark.quote:
            whole.append(remark)
        elif place is None:
            lost.append(remark)
        else:
            _keep(beside[place.index], remark, place)
    passages = (
        Passage(number, one.anchor, one.text, _alone(render(one.text), number), one.is_heading, tuple(found.remarks), tuple(found.earlier))
        for number, (one, found) in enumerate(zip(paragraphs, beside, strict=True), 1)
    )
    return Reviewed(tuple(passages), tuple(whole), tuple(lost))


def _alone(html: str, number: int) -> str:
    """A paragraph's HTML for a page that holds many; a table is told apart by the paragraph's number."""
    return REGION.sub(rf'\1 ({number})"', OF_A_WHOLE.sub("", html))


def _keep(found: _Found, remark: Remark, place: Place) -> None:
    (found.remarks if place.exact else found.earlier).append(remark)
