"""Everything that changes people, by the name other rooms call it. Services never commit, but for those that take the database itself:
they hash a password between two short transactions.
"""

from portal.people.service.accounts import change_details, deactivate, enrol, reactivate
from portal.people.service.door import SignedIn, Try, forget, sign_in, sign_out
from portal.people.service.hashing import make as hash_password
from portal.people.service.importing import import_roster, plan_roster
from portal.people.service.links import asked_for_link, invite, make_administrator, new_link, send_link
from portal.people.service.new_password import Wish
from portal.people.service.new_password import change as change_password
from portal.people.service.new_password import set_by_link as set_password
from portal.people.service.own import change_settings
from portal.people.service.posts import assign as assign_post
from portal.people.service.posts import ensure_posts, hand_over
from portal.people.service.rights import confirm as confirm_role
from portal.people.service.rights import end as end_role
from portal.people.service.rights import grant as grant_role
from portal.people.service.rights import leave_position, take_position
from portal.people.service.teams import create as create_team
from portal.people.service.teams import rename as rename_team

__all__ = [
    "SignedIn",
    "Try",
    "Wish",
    "asked_for_link",
    "assign_post",
    "change_details",
    "change_password",
    "change_settings",
    "confirm_role",
    "create_team",
    "deactivate",
    "end_role",
    "enrol",
    "ensure_posts",
    "forget",
    "grant_role",
    "hand_over",
    "hash_password",
    "import_roster",
    "invite",
    "leave_position",
    "make_administrator",
    "new_link",
    "plan_roster",
    "reactivate",
    "rename_team",
    "send_link",
    "set_password",
    "sign_in",
    "sign_out",
    "take_position",
]
