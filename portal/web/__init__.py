"""The skin: permissions on routes, pages, forms, sessions per request, errors, headers, static files. Knows no feature and no person's table."""

from portal.web.access import PUBLIC, allows, here, reader
from portal.web.forms import BaseForm, no_change_form, refusals
from portal.web.pages import download, page, same_site, unchanged
from portal.web.panels import panel
from portal.web.sessions import after_response, config, database, is_opened, reading, writing

__all__ = [
    "PUBLIC",
    "BaseForm",
    "after_response",
    "allows",
    "config",
    "database",
    "download",
    "here",
    "is_opened",
    "no_change_form",
    "page",
    "panel",
    "reader",
    "reading",
    "refusals",
    "same_site",
    "unchanged",
    "writing",
]
