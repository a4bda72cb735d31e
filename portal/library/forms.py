"""The forms of the library: shape only. The law stands in the services."""

from collections.abc import Iterable
from datetime import date, timedelta

from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, IntegerField, RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, Regexp

from portal.web import BaseForm

VERSION = r"(0|[1-9][0-9]{0,3})\.(0|[1-9][0-9]{0,3})"
LONGEST_REPORT = 4000
LONGEST_REASON = 1000
MOST_BRIEFED = 1000


def _tidy(value: str | None) -> str:
    return (value or "").strip()


class AcknowledgeForm(BaseForm):
    """Which version was read. The press of the button is the statement."""

    version = HiddenField(validators=[InputRequired(), Regexp(VERSION + r"\Z")])


class ExemptForm(BaseForm):
    """Why a person need not read a Document, and the last day of that."""

    reason = TextAreaField(
        _l("Reason"),
        [
            DataRequired(_l("Say why; the person reads it too.")),
            Length(max=LONGEST_REASON, message=_l("A reason takes up to 1000 characters.")),
        ],
        filters=[_tidy],
        render_kw={"rows": 4, "maxlength": LONGEST_REASON},
    )
    last_day = DateField(_l("Last day"), [InputRequired(_l("Choose the last day; an exemption has an end."))])

    @property
    def until(self) -> date:
        """The first day without the exemption."""
        return self.last_day.data + timedelta(1)  # type: ignore[no-any-return]


OUTCOMES = (
    SelectChoice("unchanged", _l("The text stays as it is")),
    SelectChoice("new_version", _l("A new version is needed")),
)


class ReviewForm(BaseForm):
    """How a periodic review ended."""

    outcome = RadioField(_l("What you found"), choices=OUTCOMES, default="unchanged")
    note = TextAreaField(
        _l("Note"),
        [Length(max=LONGEST_REPORT, message=_l("A note takes up to 4000 characters."))],
        filters=[_tidy],
        render_kw={"rows": 4, "maxlength": LONGEST_REPORT},
    )
    next_review = DateField(_l("Look again on"), [Optional()])
    version = HiddenField(validators=[InputRequired(), Regexp(VERSION + r"\Z")])


class BriefForm(BaseForm):
    """That people without an account were briefed on a version: which team, when, how many."""

    team = SelectField(_l("Team"))
    on = DateField(_l("Day of the briefing"), [InputRequired(_l("Fill in the day of the briefing."))])
    people = IntegerField(
        _l("How many people"),
        [
            InputRequired(_l("Fill in how many people were briefed.")),
            NumberRange(1, MOST_BRIEFED, message=_l("A briefing has between 1 and 1000 people.")),
        ],
        render_kw={"min": 1, "max": MOST_BRIEFED},
    )
    note = TextAreaField(
        _l("Note"),
        [Length(max=LONGEST_REASON, message=_l("A note takes up to 1000 characters."))],
        filters=[_tidy],
        render_kw={"rows": 3, "maxlength": LONGEST_REASON},
    )
    version = HiddenField(validators=[InputRequired(), Regexp(VERSION + r"\Z")])

    def offer(self, teams: Iterable[tuple[int, str]]) -> "BriefForm":
        """Take the teams to choose from."""
        self.team.choices = [SelectChoice(str(team_id), name) for team_id, name in teams]
        return self


class ReportForm(BaseForm):
    """What is wrong with a paragraph, or with the Document as a whole."""

    text = TextAreaField(
        _l("What is wrong, unclear or missing?"),
        [
            DataRequired(_l("Write what is wrong; a sentence is enough.")),
            Length(max=LONGEST_REPORT, message=_l("A report takes up to 4000 characters.")),
        ],
        filters=[_tidy],
        render_kw={"rows": 6, "maxlength": LONGEST_REPORT},
    )
    proposal = TextAreaField(
        _l("How should it read?"),
        [Length(max=LONGEST_REPORT, message=_l("A proposal takes up to 4000 characters."))],
        filters=[_tidy],
        render_kw={"rows": 4, "maxlength": LONGEST_REPORT},
    )
    version = HiddenField(validators=[InputRequired(), Regexp(VERSION + r"\Z")])
    anchor = HiddenField(validators=[Length(max=60)])


VERDICTS = (
    SelectChoice("answered", _l("A question: the answer settles it")),
    SelectChoice("accepted", _l("Accepted: a new version of the document is to settle it")),
    SelectChoice("declined", _l("Declined: the text stays as it is, and the answer says why")),
)


class AnswerForm(BaseForm):
    """What the owner says to a reported problem. `seen` is the state the owner saw."""

    verdict = RadioField(_l("What becomes of it"), choices=VERDICTS, default="answered")
    seen = HiddenField(validators=[InputRequired()], default="open")

    answer = TextAreaField(
        _l("Answer"),
        [
            DataRequired(_l("Write the answer; the person who reported it reads it.")),
            Length(max=LONGEST_REPORT, message=_l("An answer takes up to 4000 characters.")),
        ],
        filters=[_tidy],
        render_kw={"rows": 5, "maxlength": LONGEST_REPORT},
    )
