"""How kinds and states are called in the files that tables are exported to; pages have the same words from their macros."""

from flask_babel import lazy_gettext as _l

from portal.library.obligation import State
from portal.library.states import State as RevisionState

KINDS = {
    "policy": _l("Policy"),
    "standard": _l("Standard"),
    "procedure": _l("Procedure"),
    "guide": _l("Guide"),
    "template": _l("Template"),
}
READING_STATES = {
    State.OWED: _l("To read"),
    State.OVERDUE: _l("Overdue"),
    State.LATER: _l("Later"),
    State.DONE: _l("Read"),
    State.EXEMPT: _l("Exempt"),
}
REVISION_STATES = {
    RevisionState.DRAFT: _l("Draft"),
    RevisionState.IN_REVIEW: _l("In review"),
    RevisionState.APPROVED: _l("Approved"),
    RevisionState.SCHEDULED: _l("Scheduled"),
    RevisionState.EFFECTIVE: _l("Effective"),
    RevisionState.SUPERSEDED: _l("Superseded"),
    RevisionState.WITHDRAWN: _l("Withdrawn"),
}
PROBLEM_STATES = {
    "open": _l("Open"),
    "accepted": _l("Accepted"),
    "answered": _l("Answered"),
    "settled": _l("Settled"),
    "declined": _l("Declined"),
}
