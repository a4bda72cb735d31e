"""What roles are called on screen."""

from flask_babel import gettext as _


def role_names() -> list[tuple[str, str]]:
    """The roles that can be granted, with what each is called."""
    return [
        ("manager", _("Manager of a team")),
        ("author", _("Author (PMO)")),
        ("approver", _("Approver (needs a second administrator)")),
        ("assessor", _("Assessor (needs a second administrator)")),
        ("auditor", _("Auditor (needs a second administrator)")),
        ("admin", _("Administrator")),
    ]
