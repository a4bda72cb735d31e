"""Changes to the method that are under way on the day of the demo: two in review, one with a date to come, one returned. Pure data.

Each is a small, true change of a shipped text: `old` stands in it word for word, so that a change nobody can make any more is found by a test.
"""

from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True)
class Remark:
    """What a reviewer says about the paragraph in which `at` stands, so many days before the day; `suggestion` is how it should read."""

    ago: int
    who: str
    at: str
    text: str
    suggestion: str | None = None


@dataclass(frozen=True)
class Verdict:
    """What an approver decided so many days before the day: `begins` days after the day, or returned."""

    ago: int
    who: str
    text: str
    begins: int | None = None


@dataclass(frozen=True)
class Change:
    """A draft begun and submitted so many days before the day. `change` and `transition` are what its front matter says of it."""

    code: str
    author: str
    begun: int
    submitted: int
    level: str
    old: str
    new: str
    change: str
    transition: str = ""
    reviewers: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = field(default=())
    verdict: Verdict | None = None


CHANGES: Final = (
    Change(
        "RES-PRC-01", "Clara Weiss", 16, 8, "major",
        "The team lead logs access that does not work by noon on day one, at severity 3 or above ([[RSK-PRC-01]]).",
        "The team lead tries each login with the person at the start of day one and logs access that does not work by 10:00, at severity 3 or above "
        "([[RSK-PRC-01]]).",
        "The limit for missing access moves from noon to 10:00 on day one, and the team lead tries the logins together with the person (R4).",
        "All projects from the effective date, for everybody whose first day lies after it.",
        ("Grace Mwangi", "Dilek Aydin"),
        (
            Remark(6, "Dilek Aydin", "by 10:00", "Night shifts begin at 22:00. Ten o'clock is the end of their day one; say two hours after the start."),
            Remark(
                5, "Grace Mwangi", "by 10:00", "Agreed, and it reads better without a clock time.",
                "R4. **Missing access is an issue.** The team lead tries each login with the person at the start of day one and logs access that does not "
                "work two hours later, at severity 3 or above ([[RSK-PRC-01]]). {#r4}",
            ),
        ),
    ),
    Change(
        "COM-PRC-01", "Vera Sokolova", 5, 3, "minor",
        "A group that begins with status reaches its decisions at minute 50, tired, and postpones them.",
        "A group that begins with status reaches its decisions at minute 50, with ten left and half of the people looking at the door, and postpones them.",
        "The reason for putting status last is told more plainly. No rule changes.",
        reviewers=("Helen Marsh",),
    ),
    Change(
        "PLM-STD-02", "Clara Weiss", 34, 27, "minor",
        "concrete hardens by itself, an approval does not.",
        "concrete hardens by itself; an approval or a track possession does not.",
        "R3 names track possessions beside approvals as its example, since half of the questions were about them. The rule is the same.",
        reviewers=("Kwame Boateng",),
        remarks=(Remark(24, "Kwame Boateng", "a track possession does not", "Good. That was the question I was asked most."),),
        verdict=Verdict(20, "Paul Hartmann", "Clear, and shorter than the question.", begins=13),
    ),
    Change(
        "RSK-STD-01", "Vera Sokolova", 24, 18, "major",
        "R6. **Re-score every 14 days.** A risk not re-scored in 21 days counts as unmanaged. Fourteen, because the steering group meets monthly and needs two "
        "readings. {#r6}",
        "R6. **Re-score every 14 days, small projects every 28.** A risk not re-scored in 21 days, or 35 on a small project, counts as unmanaged. {#r6}",
        "Small projects re-score every 28 days in place of 14 (R6).",
        "Small projects from the effective date; all others see no change.",
        ("Ines Duarte", "Henrik Olsen"),
        (Remark(15, "Henrik Olsen", "every 28", "On a ten-week project that is two readings in all. Keep fourteen and shorten the review."),),
        Verdict(
            11, "Paul Hartmann",
            "Twenty-eight days leave the steering group one reading between two meetings, and the old text said why it needs two. Either keep 14 days or say "
            "what a small project shows instead.",
        ),
    ),
)  # fmt: skip
