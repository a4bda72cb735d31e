"""The form of the organisation's settings: shape only."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice

from portal.web import BaseForm

FILES_TAKE_EFFECT = (
    SelectChoice("auto", _l("While the register is empty, or in a demonstration; afterwards they wait in review")),
    SelectChoice("always", _l("Always, on their effective date")),
    SelectChoice("never", _l("Never: each file waits in review")),
)


class SettingsForm(BaseForm):
    """What an administrator may change while the portal runs."""

    files_take_effect = RadioField(_l("Published files take effect without a review in the portal"), choices=FILES_TAKE_EFFECT)
