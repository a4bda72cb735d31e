"""The pages of people: the door, one's own settings, administration."""

from portal.people.views import door, importing, leaving, organisation, own, persons, rights
from portal.people.views.room import blueprint

__all__ = ["blueprint", "door", "importing", "leaving", "organisation", "own", "persons", "rights"]
