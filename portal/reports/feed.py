"""Publications as an Atom feed (RFC 4287): ids that stay when titles and addresses of pages change, moments in UTC, text as text.

Must not know who asks: it is given what that person may read.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from portal.errors import N_
from portal.reports.queries.publications import Publication
from portal.translations import translator

MEDIA_TYPE = "application/atom+xml; charset=utf-8"
NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
"""When an empty feed was updated."""


@dataclass(frozen=True, slots=True)
class Channel:
    """Which feed it is: the portal's name and address, the feed's own address with the query of its filters, the language of its frame."""

    brand: str
    public_url: str
    address: str
    query: str
    language: str


def atom(channel: Channel, publications: Sequence[Publication], page_of: Callable[[str], str]) -> bytes:
    """The feed, the latest first. `page_of` gives the path of a document's page by its code."""
    from feedgen.feed import FeedGenerator

    say, authority = translator(channel.language), f"tag:{urlsplit(channel.public_url).hostname},2026:"
    feed = FeedGenerator()
    feed.id(f"{authority}publications{channel.query}")
    feed.title(_text(say(N_("%(brand)s: new in the library")) % {"brand": channel.brand}))
    feed.updated(max((one.since for one in publications), default=BEGAN))
    feed.author({"name": _text(channel.brand)})
    feed.generator("Baseline")
    feed.link([{"href": channel.address + channel.query, "rel": "self"}, {"href": f"{channel.public_url}/changes", "rel": "alternate"}])
    for one in publications:
        entry = feed.add_entry(order="append")
        entry.id(f"{authority}{one.code}/{one.version}")
        entry.title(_text(f"{one.code} {one.title} {one.version}"))
        entry.updated(one.since)
        entry.published(one.since)
        entry.author({"name": _text(channel.brand)})
        entry.link(href=channel.public_url + page_of(one.code), rel="alternate")
        entry.summary(_text(_summary(one, say)))
    return bytes(feed.atom_str(pretty=True))


def _summary(one: Publication, say: Callable[[str], str]) -> str:
    """The change note with its rule for running projects; of a first version what the document is about."""
    if not one.change:
        return one.summary
    rule = say(N_("Running projects: %(rule)s")) % {"rule": one.transition} if one.transition else ""
    return f"{one.change} {rule}".strip()


def _text(words: str) -> str:
    """Without the characters that XML cannot carry."""
    return NO_XML.sub("", words)
