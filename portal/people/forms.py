"""The forms of this room: shape only. Choices are handed in by the views; the law stands in the services."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, DateField, HiddenField, PasswordField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, EqualTo, InputRequired, Length, Optional, Regexp

from portal.web import BaseForm

Choices = Sequence[tuple[str, Any]]
POST = "post_"
MAIL = (
    ("weekly", _l("One digest a week")),
    ("daily", _l("One digest a day")),
    ("at_once", _l("Each one at once")),
    ("none", _l("No mail")),
)
ADDRESS = r"[^@\s]+@[^@\s]+"


def _tidy(value: str | None) -> str:
    return (value or "").strip()


def _options(pairs: Choices, first: Any = None) -> list[SelectChoice]:
    """The options of a select; `first` is the label of the empty one."""
    empty = [] if first is None else [SelectChoice("", first)]
    return [*empty, *(SelectChoice(value, label) for value, label in pairs)]


def _email(**more: Any) -> StringField:
    rules = [DataRequired(_l("Fill in an e-mail address.")), Length(max=254, message=_l("This is too long for an e-mail address."))]
    shape = Regexp(ADDRESS, message=_l("This is not an e-mail address; it looks like name@example.org."))
    return StringField(_l("E-mail address"), [*rules, shape], filters=[_tidy], **more)


def _new_password() -> PasswordField:
    return PasswordField(_l("New password"), [InputRequired(_l("Choose a password."))], render_kw={"autocomplete": "new-password"})


def _repeated() -> PasswordField:
    same = EqualTo("password", message=_l("The two passwords are not the same."))
    return PasswordField(_l("The same password again"), [same], render_kw={"autocomplete": "new-password"})


class SignInForm(BaseForm):
    """E-mail address and password, and where to go afterwards."""

    email = StringField(
        _l("E-mail address"),
        [DataRequired(_l("Fill in your e-mail address."))],
        filters=[_tidy],
        render_kw={"type": "email", "autocomplete": "username", "maxlength": 254},
    )
    password = PasswordField(_l("Password"), [InputRequired(_l("Fill in your password."))], render_kw={"autocomplete": "current-password"})
    keep = BooleanField(_l("Keep me signed in on this device for 14 days"))
    next = HiddenField()


class ForgottenForm(BaseForm):
    """Whose password was forgotten."""

    email = _email(render_kw={"type": "email", "autocomplete": "username"})


class NewPasswordForm(BaseForm):
    """A password, twice, by somebody with a one-time link."""

    password = _new_password()
    repeated = _repeated()


class ChangePasswordForm(BaseForm):
    """The present password and a new one, twice."""

    present = PasswordField(
        _l("Present password"), [InputRequired(_l("Fill in your present password."))], render_kw={"autocomplete": "current-password"}
    )
    password = _new_password()
    repeated = _repeated()


class MySettingsForm(BaseForm):
    """Zone, language, mail."""

    zone = SelectField(_l("Time zone"))
    language = SelectField(_l("Language"))
    mail = SelectField(_l("Reminders by mail"), choices=_options(MAIL))

    def offer(self, zones: Choices, languages: Choices) -> "MySettingsForm":
        """Take the choices."""
        self.zone.choices, self.language.choices = _options(zones), _options(languages)
        return self


class DetailsForm(BaseForm):
    """Name and team of a person."""

    name = StringField(_l("Name"), [DataRequired(_l("Fill in a name.")), Length(max=120)], filters=[_tidy])
    team = SelectField(_l("Team"))

    def offer(self, teams: Choices) -> "DetailsForm":
        """Take the choices."""
        self.team.choices = _options(teams, _l("No team"))
        return self


class InviteForm(DetailsForm):
    """A new person."""

    email = _email(render_kw={"type": "email", "autocomplete": "off"})


class RoleForm(BaseForm):
    """A role for the organisation or a team."""

    role = SelectField(_l("Role"))
    team = SelectField(_l("Held for"))

    def offer(self, roles: Choices, teams: Choices) -> "RoleForm":
        """Take the choices."""
        self.role.choices, self.team.choices = _options(roles), _options(teams, _l("The whole organisation"))
        return self


class PositionForm(BaseForm):
    """A position with dates."""

    position = SelectField(_l("Position"))
    at_team = SelectField(_l("In team"))
    since = DateField(_l("From"), [InputRequired(_l("Fill in the first day."))])
    last_day = DateField(_l("Last day, if known"), [Optional()])

    def offer(self, positions: Choices, teams: Choices) -> "PositionForm":
        """Take the choices."""
        self.position.choices, self.at_team.choices = _options(positions), _options(teams, _l("No particular team"))
        return self


class TeamForm(BaseForm):
    """A new team."""

    name = StringField(_l("Name"), [DataRequired(_l("Fill in a name.")), Length(max=120)], filters=[_tidy])
    short = StringField(_l("Short name"), [Length(max=60)], filters=[_tidy])
    above = SelectField(_l("Part of"))

    def offer(self, teams: Choices) -> "TeamForm":
        """Take the choices."""
        self.above.choices = _options(teams, _l("Nothing: it stands at the top"))
        return self


class TeamNameForm(BaseForm):
    """Another name for a team."""

    name = StringField(_l("Name"), [DataRequired(_l("Fill in a name.")), Length(max=120)], filters=[_tidy])


class PostForm(BaseForm):
    """Who holds a post from which day."""

    holder = SelectField(_l("Holder"))
    since = DateField(_l("From"), [InputRequired(_l("Fill in the first day."))])

    def offer(self, people: Choices) -> "PostForm":
        """Take the choices."""
        self.holder.choices = _options(people, _l("Nobody: leave it unheld"))
        return self


class HandOverForm(BaseForm):
    """One select for each post of a person; made by `hand_over_form`."""

    def wishes(self) -> dict[int, int | None]:
        """The chosen holder by post id; None leaves a post unheld."""
        posts = (field for field in self if field.name.startswith(POST))
        return {int(field.name.removeprefix(POST)): int(field.data) if field.data else None for field in posts}


def hand_over_form(posts: Sequence[tuple[int, str]], people: Choices) -> HandOverForm:
    """The form for these posts (id and title) and these people."""
    fields = {f"{POST}{post_id}": SelectField(title) for post_id, title in posts}
    form: HandOverForm = type("HandOverForm", (HandOverForm,), fields)()
    for name in fields:
        form[name].choices = _options(people, _l("Nobody: leave it unheld"))
    return form


class RosterForm(BaseForm):
    """A CSV file to look at."""

    file = FileField(_l("CSV file"), [FileRequired(_l("Choose a file."))], render_kw={"accept": ".csv,text/csv"})


class ConfirmRosterForm(BaseForm):
    """The file that was looked at, and which preview was seen."""

    text = TextAreaField(_l("The file"))
    seen = HiddenField()
