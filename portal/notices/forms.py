"""The forms of this room: shape only."""

from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange
from wtforms.widgets import HiddenInput

from portal.web import BaseForm


class ReadAllForm(BaseForm):
    """Everything up to the newest notice that was on the page."""

    newest = IntegerField(validators=[InputRequired(), NumberRange(min=0)], widget=HiddenInput())
