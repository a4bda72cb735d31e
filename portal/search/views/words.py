"""How what is searched for is called on these pages: kinds, phases, filters. A kind that a later room brings is called as it calls itself."""

from flask_babel import lazy_gettext as _l

KIND = {
    "policy": _l("Policy"),
    "standard": _l("Standard"),
    "procedure": _l("Procedure"),
    "guide": _l("Guide"),
    "template": _l("Template"),
    "practice": _l("Practice"),
    "term": _l("Glossary word"),
}
KINDS = {
    "policy": _l("Policies"),
    "standard": _l("Standards"),
    "procedure": _l("Procedures"),
    "guide": _l("Guides"),
    "template": _l("Templates"),
    "practice": _l("Practices"),
    "term": _l("Glossary words"),
}
PHASES = {
    "propose": _l("Propose"),
    "initiate": _l("Initiate"),
    "plan": _l("Plan"),
    "execute": _l("Execute"),
    "close": _l("Close"),
    "benefits": _l("Benefits"),
}
FACETS = {
    "kind": _l("Kind"),
    "area": _l("Area"),
    "practice": _l("Practice"),
    "phase": _l("Phase"),
    "owner": _l("Owner"),
}
"""The filters in the order in which they stand beside the results."""


def kind_word(kind: str) -> str:
    """One thing of this kind."""
    return str(KIND.get(kind, kind))
