"""Reading people, by the name other rooms call it. Nothing here can write."""

from portal.people.keys import key_hash
from portal.people.queries.own import LinkOwner, OwnSettings, link_owner, own_settings
from portal.people.queries.reader import named, signed_in

__all__ = ["LinkOwner", "OwnSettings", "key_hash", "link_owner", "named", "own_settings", "signed_in"]
