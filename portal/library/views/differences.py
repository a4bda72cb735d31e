"""What differs between two versions of a document."""

from dataclasses import dataclass

from flask import Response, request
from flask_babel import gettext as _

from portal import clock
from portal.content.front_matter import Version
from portal.errors import NotFound
from portal.library.differences import Differences, differences
from portal.library.queries import facts
from portal.library.queries import page as queries
from portal.library.queries.revisions import texts
from portal.library.views.room import blueprint
from portal.permissions import Permission
from portal.web import allows, config, page, reader, reading, unchanged


@dataclass(frozen=True, slots=True)
class DifferencesPage:
    """Two versions and what differs, or why they cannot be compared. `notes` are those of the versions after the older one."""

    document: queries.Facts
    old: queries.Past | None
    new: queries.Past | None
    view: str
    found: Differences | None
    refusal: str

    @property
    def notes(self) -> tuple[queries.Past, ...]:
        """The versions whose changes lie between the two, the newest first."""
        if self.old is None or self.new is None:
            return ()
        low, high = sorted((self.old.number, self.new.number))
        return tuple(past for past in self.document.history if low < past.number <= high and past.change_note)


@blueprint.get("/library/<code:code>/differences", endpoint="differences")
@allows(Permission.LIBRARY_READ)
def compared(code: str) -> Response:
    """Any two versions this reader may open, word by word, in one text or side by side."""
    asked = {name: request.args.get(name, "").strip() for name in ("from", "to", "view")}
    found = queries.find(reading(), code, reader(), clock.now(), zone=config().zone)
    if found is None:
        raise NotFound
    if answer := unchanged("differences", found.stamp, asked):
        return answer
    shown = _compare(facts.facts(found), asked)
    return page("library/differences.html", shown, status=422 if shown.refusal else 200)


def _compare(document: queries.Facts, asked: dict[str, str]) -> DifferencesPage:
    view = "side" if asked["view"] == "side" else "inline"
    new = _chosen(document, asked["to"]) if asked["to"] else document.standing or document.here
    older = [past for past in document.history if new and past.number < new.number]
    old = _chosen(document, asked["from"]) if asked["from"] else older[0] if older else None
    wrong = [asked[name] for name, past in (("from", old), ("to", new)) if past is None and asked[name]]
    if wrong:
        sentence = _("There is no version %(version)s of %(code)s that you may read. Choose two from the lists.")
        return DifferencesPage(document, old, new, view, None, sentence % {"version": wrong[0], "code": document.code})
    if old is None or new is None or old.id == new.id:
        return DifferencesPage(document, old, new, view, None, "")
    written = texts(reading(), [old.id, new.id])
    return DifferencesPage(document, old, new, view, differences(written[old.id], written[new.id]), "")


def _chosen(document: queries.Facts, version: str) -> queries.Past | None:
    try:
        number = Version.parse(version)
    except ValueError:
        return None
    return next((past for past in document.history if past.number == number), None)
