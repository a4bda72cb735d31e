"""Everything that changes notices, by the name other rooms call it. What is told follows from something journalled, and what one opened

is one's own: neither is journalled. Addresses of feeds are.
"""

from portal.notices.service.telling import tell

__all__ = ["tell"]
