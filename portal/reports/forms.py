"""The forms of reports: shape only."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from portal.web import BaseForm

REASON = Length(min=10, max=500, message=_l("Say in 10 to 500 characters what you are looking for, and for whom."))


def _tidy(value: str | None) -> str:
    return " ".join((value or "").split())


class ScopeForm(BaseForm):
    """Which rows of the journal: kind of object, one object, a person, a span of days."""

    kind = SelectField(_l("Kind of object"), default="")
    key = StringField(_l("Code or number"), [Length(max=80)], filters=[_tidy])
    person = StringField(_l("Person, by name or e-mail address"), [Length(max=120)], filters=[_tidy])
    since = DateField(_l("From"), [Optional()])
    until = DateField(_l("Until"), [Optional()])

    class Meta:
        """A form of a GET request changes nothing and needs no token."""

        csrf = False

    def offer(self, kinds: Mapping[str, Any]) -> "ScopeForm":
        """Take the kinds of objects to choose from."""
        self.kind.choices = [SelectChoice("", _l("All")), *(SelectChoice(kind, words) for kind, words in kinds.items())]
        return self

    def validate_until(self, field: DateField) -> None:
        """The last day is not before the first."""
        if self.since.data and field.data and field.data < self.since.data:
            raise ValidationError(_("This day lies before the first."))


class LookForm(ScopeForm):
    """The same, with the reason an auditor writes before seeing anything."""

    reason = TextAreaField(
        _l("Your reason"), [DataRequired(_l("Write your reason first.")), REASON], filters=[_tidy], render_kw={"rows": 3}
    )

    class Meta:
        """Recording a reason is a write."""

        csrf = True
