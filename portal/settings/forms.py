"""The form of the organisation's settings: shape only."""

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from portal.web import BaseForm

FILES_TAKE_EFFECT = (
    SelectChoice("auto", _l("While the register is empty, or in a demonstration; afterwards they wait in review")),
    SelectChoice("always", _l("Always, on their effective date")),
    SelectChoice("never", _l("Never: each file waits in review")),
)


def _line(value: str | None) -> str:
    return " ".join((value or "").split())


def _approvals(label: str) -> IntegerField:
    wanted = NumberRange(1, 3, message=_l("Between 1 and 3 approvals, please."))
    return IntegerField(label, [InputRequired(_l("Fill in a number.")), wanted], render_kw={"min": 1, "max": 3})


class SettingsForm(BaseForm):
    """What an administrator may change while the portal runs; each field has the name of its setting."""

    files_take_effect = RadioField(_l("Published files take effect without a review in the portal"), choices=FILES_TAKE_EFFECT)
    policy_approver = StringField(
        _l("Post that approves policies"),
        [DataRequired(_l("Name a post.")), Length(max=120)],
        filters=[_line],
        render_kw={"maxlength": 120},
    )
    approvals_policy = _approvals(_l("Policies"))
    approvals_standard = _approvals(_l("Standards"))
    approvals_procedure = _approvals(_l("Procedures"))
    approvals_guide = _approvals(_l("Guides"))
    approvals_template = _approvals(_l("Templates"))
    review_reminder_days = IntegerField(
        _l("Working days until a waiting review is called to mind"),
        [InputRequired(_l("Fill in a number.")), NumberRange(1, 30, message=_l("Between 1 and 30 days, please."))],
        render_kw={"min": 1, "max": 30},
    )
