"""What readers of the demo say about the texts, what owners answer, and what people searched for in vain. Pure data."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Voice:
    """A problem reported so many days before the day, and the owner's answer some days later; unanswered when `answer` is empty."""

    ago: int
    who: str
    code: str
    anchor: str
    text: str
    answer: str = ""
    after: int = 0


VOICES: Final = (
    Voice(
        402, "Henrik Olsen", "COM-STD-01", "r2",
        "Our accounting closes on Tuesday, so Monday's actuals are always a week old. Which figure do I print?",
        "Print Monday's, with the week it is from beneath. The cut-off is the same for all, so that projects can be compared.", 6,
    ),
    Voice(
        287, "Tomasz Wrobel", "PLM-STD-01", "r3",
        "Does a shift report count as acceptance in writing? The depot signs nothing else at night.",
        "Yes, if it names the deliverable and the criteria. The next version will say so.", 12,
    ),
    Voice(
        74, "Siobhan Walsh", "RSK-PRC-01", "r1",
        "I cannot find the log from the site office; the link in the text needs the project's number first.",
        "The log lies in each project's record. TPL-13 now shows where, in its first line.", 3,
    ),
    Voice(
        121, "Katja Berg", "PLM-PRC-01", "r3",
        "Two requests from one supplier in one week, for different walls: one change or two?",
        "Two. R3 adds up one cause; two walls are two causes, unless the same mistake made both.", 9,
    ),
    Voice(
        58, "Ines Duarte", "RSK-STD-01", "r4",
        "My supplier will not name a person before the contract is signed. Who owns the risk until then?",
        "You do. The entry shows you until somebody at the supplier has accepted, and the gate counts it as owned.", 5,
    ),
    Voice(
        37, "Camille Laurent", "MET-STD-01", "r3",
        "Five working days before: does the day of the meeting count?",
        "No. For a meeting on a Tuesday the papers leave on the Tuesday before.", 2,
    ),
    Voice(26, "Amina Diallo", "MET-STD-01", "r7", "Twenty working days cross the summer shutdown. Does the clock stop while the site is closed?"),
    Voice(13, "Anna Keller", "RSK-PRC-01", "r9", "Where do I find the list of cause codes? I guessed one and it came back."),
    Voice(6, "Grace Mwangi", "RES-STD-02", "", "The scorecard for suppliers has no line for late delivery notes, and that is what we quarrel about."),
    Voice(4, "Yuki Tanaka", "PLM-STD-03", "r2", "The worked example uses week 30; ours begin on Sunday. Please say which calendar weeks are meant."),
)  # fmt: skip

MISSES: Final = (
    (88, "timesheet", 3),
    (73, "travel expenses", 2),
    (51, "prince2 mapping", 1),
    (44, "timesheet", 2),
    (30, "definition of done checklist", 1),
    (19, "parking permit", 1),
    (12, "agile maturity poster", 1),
    (5, "holiday calendar", 2),
)
"""Searches that found nothing: so many days before the day, the words, how many times."""
