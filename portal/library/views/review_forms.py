"""The forms of reviews: shape only. The law stands in `library.approval` and the services."""

from collections.abc import Iterable
from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, IntegerField, RadioField, SelectField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from portal.library.service.reviews import LONGEST
from portal.web import BaseForm

BEGINS = (SelectChoice("now", _l("At once, with the last approval")), SelectChoice("day", _l("On a day to come")))
TOO_LONG = _l("Up to 8,000 characters, please.")


def _tidy(value: str | None) -> str:
    return (value or "").strip()


class DecisionForm(BaseForm):
    """Approve or return the round that was read, as it was read."""

    round = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    content_hash = HiddenField(validators=[InputRequired(), Length(max=64)])
    begins = RadioField(_l("It takes effect"), choices=BEGINS, default="now")
    day = DateField(_l("Day, if not at once"), [Optional()])
    comment = TextAreaField(
        _l("Comment"), [Length(max=LONGEST, message=TOO_LONG)], filters=[_tidy], render_kw={"rows": 3, "maxlength": LONGEST}
    )

    @property
    def wished(self) -> date | None:
        """The day chosen; None for at once."""
        return self.day.data if self.begins.data == "day" else None

    def lacks_day(self) -> bool:
        """Whether a day was to be chosen and none was; says so at the field."""
        if self.begins.data == "day" and self.day.data is None:
            self.day.errors = [_l("Choose the day.")]
            return True
        return False


class RemarkForm(BaseForm):
    """What somebody says about a paragraph or the whole, and how the paragraph should read."""

    text = TextAreaField(
        _l("Comment"), [Length(max=LONGEST, message=TOO_LONG)], filters=[_tidy], render_kw={"rows": 4, "maxlength": LONGEST}
    )
    suggestion = TextAreaField(
        _l("Suggested words, in place of the paragraph"),
        [Length(max=LONGEST, message=TOO_LONG)],
        render_kw={"rows": 6, "maxlength": LONGEST},
    )


class InviteForm(BaseForm):
    """Whom to ask."""

    people = SelectMultipleField(_l("People"), [InputRequired(_l("Choose somebody."))], coerce=int, render_kw={"size": 6})

    def offer(self, people: Iterable[tuple[str, str]]) -> "InviteForm":
        """Take the people to choose from."""
        self.people.choices = [SelectChoice(int(person_id), name) for person_id, name in people]
        return self


class SubmitForm(BaseForm):
    """Which save of the draft was looked at, which requests it settles, and whom to ask for a review."""

    seq = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    requests = SelectMultipleField(_l("Requests this version settles"), coerce=int, render_kw={"size": 4})
    people = SelectMultipleField(_l("Reviewers to invite"), coerce=int, render_kw={"size": 6})

    def offer(self, people: Iterable[tuple[str, str]], requests: Iterable[tuple[int, str]]) -> "SubmitForm":
        """Take the people and the requests to choose from."""
        self.people.choices = [SelectChoice(int(person_id), name) for person_id, name in people]
        self.requests.choices = [SelectChoice(number, words) for number, words in requests]
        return self


class DelegateForm(BaseForm):
    """Who stands in, from which day to which."""

    person = SelectField(_l("Who stands in for you"), coerce=int)
    since = DateField(_l("First day"), [InputRequired(_l("Choose the first day."))])
    until = DateField(_l("Last day"), [InputRequired(_l("Choose the last day."))])

    def offer(self, people: Iterable[tuple[int, str]]) -> "DelegateForm":
        """Take the approvers to choose from."""
        self.person.choices = [SelectChoice(person_id, name) for person_id, name in people]
        return self
