"""The pages of people: the door, one's own settings, administration."""

from portal.people.views import door, own
from portal.people.views.room import blueprint

__all__ = ["blueprint", "door", "own"]
