"""The words of the mails about accounts, in the receiver's language. Knows no database and no request: commands write them too."""

from dataclasses import dataclass

from portal.errors import N_
from portal.translations import translator

LINK = "/sign-in/link/"
INVITATION = (
    N_("Your account in %(brand)s"),
    N_(
        "Good day %(name)s,\n\n%(brand)s is where the rules, forms and courses for our projects are. An account has been made for you."
        "\n\nChoose a password here; the link is good for 24 hours and for one use:\n%(link)s\n\n"
        "Afterwards you sign in with this e-mail address. If the link has expired, ask for a new one at %(again)s\n"
    ),
)
RESET = (
    N_("A new password for %(brand)s"),
    N_(
        "Good day %(name)s,\n\nsomebody, probably you, asked for a new password for %(brand)s. Choose one here; the link is good for "
        "24 hours and for one use:\n%(link)s\n\nIf it was not you, do nothing: your password stays as it is.\n"
    ),
)
CHANGED = (
    N_("Your password for %(brand)s was changed"),
    N_(
        "Good day %(name)s,\n\nyour password for %(brand)s was changed, and every other sign-in has ended. If it was not you, ask for a "
        "new password at once at %(again)s and tell an administrator.\n"
    ),
)


@dataclass(frozen=True)
class Letterhead:
    """From whom: the portal's name, its address without a slash at the end, and the organisation's language."""

    brand: str
    public_url: str
    language: str = "en"

    def link(self, key: str) -> str:
        """The address at which the key's owner chooses a password."""
        return f"{self.public_url}{LINK}{key}"


@dataclass(frozen=True)
class Letter:
    """Subject and text of one mail."""

    subject: str
    body: str


def write(kind: tuple[str, str], head: Letterhead, *, name: str, language: str = "", key: str = "") -> Letter:
    """One of the letters above, filled in."""
    say = translator(language or head.language)
    values = {"brand": head.brand, "name": name, "link": head.link(key), "again": f"{head.public_url}/sign-in/forgotten"}
    return Letter(say(kind[0]) % values, say(kind[1]) % values)
