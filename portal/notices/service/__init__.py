"""Everything that changes notices, by the name other rooms call it. What is told follows from something journalled, and what one opened

is one's own: neither is journalled. Addresses of feeds are. Services never commit, but for `write_digests`, which takes the database itself.
"""

from portal.notices.service.digest import write_digests
from portal.notices.service.feeds import end_feed_address, make_feed_address
from portal.notices.service.reading import forget, opened, read_all, settled
from portal.notices.service.telling import tell

__all__ = ["end_feed_address", "forget", "make_feed_address", "opened", "read_all", "settled", "tell", "write_digests"]
