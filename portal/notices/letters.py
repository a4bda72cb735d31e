"""The words of a digest, in the receiver's language. Knows no database and no request."""

import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from portal.errors import N_
from portal.people.letters import Letter, Letterhead
from portal.translations import translator

LONGEST_SUBJECT = 200
MOST = 50
GREETING = N_("Good day %(name)s,")
WAITING, NEWS = N_("Waiting for you:"), N_("Good to know:")
MORE = N_("There is more in the portal: %(link)s")
CHOICE = N_("How often this mail comes is your choice: %(link)s")
SUBJECTS = {True: N_("%(brand)s: something waits for you"), False: N_("%(brand)s: what is new for you")}


@dataclass(frozen=True)
class Line:
    """One notice as a sentence of the receiver's language."""

    notice_id: int
    sentence: str
    urgent: bool


def digest(lines: Sequence[Line], head: Letterhead, *, name: str, language: str) -> Letter:
    """One mail for everything in `lines`, what waits for the receiver first. At most 50 are written out; the portal has the rest."""
    say = translator(language)
    shown = sorted(lines, key=lambda line: not line.urgent)[:MOST]
    parts = [say(GREETING) % {"name": name}]
    for heading, urgent in ((WAITING, True), (NEWS, False)):
        these = [line for line in shown if line.urgent is urgent]
        if these:
            parts += [say(heading), *(f"- {line.sentence}\n  {head.public_url}/notices/{line.notice_id}" for line in these)]
    if len(lines) > MOST:
        parts.append(say(MORE) % {"link": f"{head.public_url}/notices"})
    parts.append(say(CHOICE) % {"link": f"{head.public_url}/my-settings"})
    return Letter(_subject(lines, head, say), "\n\n".join(parts) + "\n")


def _subject(lines: Sequence[Line], head: Letterhead, say: Callable[[str], str]) -> str:
    words = say(SUBJECTS[any(line.urgent for line in lines)]) % {"brand": head.brand}
    if len(lines) == 1:
        words = f"{head.brand}: {lines[0].sentence}"
    return textwrap.shorten(words, LONGEST_SUBJECT, placeholder=" …")
