"""Everything that changes people, by the name other rooms call it. Services never commit, but for those that take the database itself:
they hash a password between two short transactions.
"""

from portal.people.service.accounts import change_details, deactivate, enrol, reactivate
from portal.people.service.hashing import make as hash_password
from portal.people.service.posts import assign as assign_post
from portal.people.service.posts import ensure_posts, hand_over
from portal.people.service.rights import confirm as confirm_role
from portal.people.service.rights import end as end_role
from portal.people.service.rights import grant as grant_role
from portal.people.service.rights import leave_position, take_position
from portal.people.service.teams import create as create_team
from portal.people.service.teams import rename as rename_team

__all__ = [
    "assign_post",
    "change_details",
    "confirm_role",
    "create_team",
    "deactivate",
    "end_role",
    "enrol",
    "ensure_posts",
    "grant_role",
    "hand_over",
    "hash_password",
    "leave_position",
    "reactivate",
    "rename_team",
    "take_position",
]
