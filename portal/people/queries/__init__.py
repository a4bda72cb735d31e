"""Reading people, by the name other rooms call it. Nothing here can write."""

from portal.people.keys import key_hash
from portal.people.queries.joins import active_people, held_posts, person_names, team_names
from portal.people.queries.organisation import (
    people_choices,
    position_choices,
    post_history,
    post_list,
    team_choices,
    team_slugs,
    team_tree,
)
from portal.people.queries.others import (
    Member,
    PostHolderRow,
    PostRow,
    TokenHolder,
    holders,
    names,
    people_with_tokens,
    posts,
    team_members,
)
from portal.people.queries.own import LinkOwner, OwnSettings, link_owner, own_settings
from portal.people.queries.person import PersonDetail, pending_roles, person
from portal.people.queries.persons import Found, Sought, find
from portal.people.queries.reader import named, reader_of, signed_in

__all__ = [
    "Found",
    "LinkOwner",
    "Member",
    "OwnSettings",
    "PersonDetail",
    "PostHolderRow",
    "PostRow",
    "Sought",
    "TokenHolder",
    "active_people",
    "find",
    "held_posts",
    "holders",
    "key_hash",
    "link_owner",
    "named",
    "names",
    "own_settings",
    "pending_roles",
    "people_choices",
    "people_with_tokens",
    "person",
    "person_names",
    "position_choices",
    "post_history",
    "post_list",
    "posts",
    "reader_of",
    "signed_in",
    "team_choices",
    "team_members",
    "team_names",
    "team_slugs",
    "team_tree",
]
