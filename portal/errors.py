"""The few ways a service says no. Features subclass them; `web` and `cli` turn them into a status and a sentence, and know only these."""


def N_(sentence: str) -> str:  # noqa: N802  the mark that gettext's extractor knows
    """Mark a sentence for translation without translating it here."""
    return sentence


class PortalError(Exception):
    """Base of everything a service raises on purpose. `sentence` may hold %(name)s places, filled from `params`."""

    sentence = N_("Something went wrong.")

    def __init__(self, sentence: str | None = None, **params: object) -> None:
        self.sentence = sentence or type(self).sentence
        self.params = params
        super().__init__(self.sentence % params if params else self.sentence)


class NotAllowed(PortalError):  # noqa: N818  the house's word
    """The person is known and may not do this."""

    sentence = N_("You may not do this.")


class NotFound(PortalError):  # noqa: N818
    """It does not exist, or the person may not know that it does."""

    sentence = N_("There is no such page, or it is not for you.")


class Conflict(PortalError):  # noqa: N818
    """Somebody changed it in between; nothing was overwritten."""

    sentence = N_("This changed while you were working on it. Nothing was overwritten.")


class Refused(PortalError):  # noqa: N818
    """The law of the field forbids it; the sentence says why and what to do."""

    sentence = N_("This cannot be done.")
