"""The forms of drafts: shape only. What a draft lacks is no error of its form but a problem of the text, named beside it."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    FileField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from portal.content.wording import DOCUMENT_CODE
from portal.library.service.saving import LONGEST_FRONT, Typed
from portal.web import BaseForm

LEVELS = [
    SelectChoice("minor", _l("Minor: no duty, limit, deadline or role changes")),
    SelectChoice("major", _l("Major: a duty, limit, deadline or role changes")),
]
KINDS = [
    SelectChoice("standard", _l("Standard")),
    SelectChoice("procedure", _l("Procedure")),
    SelectChoice("guide", _l("Guide")),
    SelectChoice("policy", _l("Policy")),
    SelectChoice("template", _l("Template")),
]
WORDS = ("title", "summary", "owner", "approver", "course", "change", "transition", "effective", "review_months", "due_days")
LISTS = ("practices", "audience", "must_read", "phases", "templates", "formats")
NUMBERS = ("review_months", "due_days")


def _line(value: object) -> str:
    return " ".join(str("" if value is None else value).replace("\0", "").split())


def _text(value: str | None) -> str:
    """Line ends as files have them; a text that says something ends with one."""
    return (value or "").replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")


def _upper(value: str | None) -> str:
    return (value or "").strip().upper()


def _several(label: Any) -> Any:
    """Any of several boxes, which the page draws; what is no longer among them stays until somebody unticks it."""
    return SelectMultipleField(label, choices=[], coerce=_line, validate_choice=False)


class DraftForm(BaseForm):
    """Fields and text of a draft as typed, on which save of it they are based, and what that save said."""

    title = StringField(_l("Title"), filters=[_line], render_kw={"maxlength": 200})
    summary = TextAreaField(_l("Summary"), filters=[_line], render_kw={"rows": 2, "maxlength": 500})
    owner = StringField(_l("Owner (post)"), filters=[_line], render_kw={"maxlength": 120, "list": "page-posts"})
    approver = StringField(_l("Approver (post)"), filters=[_line], render_kw={"maxlength": 120, "list": "page-posts"})
    review_months = StringField(_l("Review every … months"), filters=[_line], render_kw={"inputmode": "numeric", "maxlength": 3})
    due_days = StringField(_l("Days to read it"), filters=[_line], render_kw={"inputmode": "numeric", "maxlength": 3})
    course = StringField(_l("Course"), filters=[_upper], render_kw={"maxlength": 20, "placeholder": "CRS-00"})
    effective = StringField(_l("Effective from"), filters=[_line], render_kw={"type": "date"})
    level = RadioField(_l("Change"), choices=LEVELS, validate_choice=False)
    change = TextAreaField(_l("What changed"), filters=[_line], render_kw={"rows": 3, "maxlength": 2000})
    transition = TextAreaField(_l("Who follows it from when"), filters=[_line], render_kw={"rows": 3, "maxlength": 2000})
    practices = _several(_l("Practices"))
    audience = _several(_l("Who may read it"))
    must_read = _several(_l("Who must read it"))
    phases = _several(_l("Phases"))
    templates = _several(_l("Templates"))
    formats = _several(_l("Files"))
    text = TextAreaField(_l("Text (Markdown)"), filters=[_text], render_kw={"rows": 30, "spellcheck": "true"})
    based_on = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    copy = IntegerField(widget=HiddenInput(), validators=[Optional()])
    base_front = HiddenField()
    base_text = HiddenField(filters=[_text])
    picture = FileField(_l("Picture"), render_kw={"accept": ".png,.jpg,.jpeg,.webp,.svg"})
    shows = StringField(_l("What it shows, for those who cannot see it"), filters=[_line], render_kw={"maxlength": 500})

    @classmethod
    def of(cls, front: Mapping[str, Any], text: str, seq: int) -> "DraftForm":
        """The form of a draft as it is kept."""
        form = cls(formdata=None, data={**front, "level": front.get("level") or "minor", "text": text, "based_on": seq, "base_text": text})
        form.base_front.data = front_json(front)
        return form

    @property
    def typed(self) -> Typed:
        """Fields and text as typed."""
        words = {name: getattr(self, name).data for name in WORDS}
        numbers = {name: int(words[name]) for name in NUMBERS if words[name].isascii() and words[name].isdigit()}
        lists = {name: list(getattr(self, name).data or ()) for name in LISTS}
        level = self.level.data if self.level.data in {"major", "minor"} else "minor"
        return Typed({**words, **numbers, **lists, "level": level}, self.text.data)

    @property
    def base(self) -> Typed:
        """Fields and text as this tab had loaded them; empty where it could not say."""
        return Typed(_front_of(self.base_front.data or ""), self.base_text.data or "")


class NewForm(BaseForm):
    """What a new document is to be."""

    kind = SelectField(_l("Kind"), choices=KINDS)
    area = SelectField(_l("Area"), choices=[])
    title = StringField(_l("Title"), [DataRequired(_l("Give it a title.")), Length(max=200)], filters=[_line], render_kw={"maxlength": 200})

    def offer(self, areas: Iterable[tuple[str, str]]) -> "NewForm":
        """Take the areas to choose from, by code and title."""
        self.area.choices = [SelectChoice(code, f"{code} {title}") for code, title in areas]
        return self


class WithdrawForm(BaseForm):
    """From which day a document is withdrawn, why, and what takes its place."""

    on = DateField(_l("From"), [InputRequired(_l("Choose the first day without it."))])
    reason = TextAreaField(
        _l("Reason"),
        [
            DataRequired(_l("Say why; every reader of the page sees it.")),
            Length(max=1000, message=_l("A reason takes up to 1000 characters.")),
        ],
        filters=[lambda value: (value or "").strip()],
        render_kw={"rows": 3, "maxlength": 1000},
    )
    successor = StringField(_l("Successor"), filters=[_upper], render_kw={"maxlength": 20, "placeholder": "RSK-STD-00"})

    def validate_successor(self, field: Any) -> None:
        """A code, or nothing."""
        if field.data and not DOCUMENT_CODE.fullmatch(field.data):
            raise ValueError(str(_l("Write the code of a document, like RSK-STD-01, or leave it empty.")))


class MergeForm(BaseForm):
    """A text made of a draft and a copy, and the save of the draft that it was made of."""

    text = TextAreaField(_l("The merged text"), filters=[_text], render_kw={"rows": 25, "spellcheck": "true"})
    based_on = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    base_text = HiddenField(filters=[_text])


class PictureForm(BaseForm):
    """A picture and what it shows, in words."""

    picture = FileField(_l("Picture"))
    shows = StringField(_l("What it shows, for those who cannot see it"), filters=[_line], render_kw={"maxlength": 500})


def front_json(front: Mapping[str, Any]) -> str:
    """Fields as a page carries them."""
    return json.dumps(
        dict(front), ensure_ascii=False, sort_keys=True, default=lambda day: day.isoformat() if isinstance(day, date) else str(day)
    )


def _front_of(written: str) -> dict[str, Any]:
    """Fields that a page carried; none for what is not ours."""
    try:
        found = json.loads(written) if len(written) <= 2 * LONGEST_FRONT else {}
    except ValueError:
        found = {}
    return found if isinstance(found, dict) else {}
