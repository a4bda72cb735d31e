"""Every way in which this room says no, by name."""

from portal.errors import N_, Conflict, NotFound, Refused


class NoSuchPerson(NotFound):
    """There is no person with this id."""

    sentence = N_("There is no such person.")


class NoSuchTeam(NotFound):
    """There is no team with this id."""

    sentence = N_("There is no such team.")


class NoSuchPost(NotFound):
    """There is no post with this id."""

    sentence = N_("There is no such post.")


class NoSuchGrant(NotFound):
    """There is no such role or position of this person."""

    sentence = N_("There is no such role or position, or it has ended.")


class EmailTaken(Refused):
    """Somebody has this e-mail address already."""

    sentence = N_("Somebody here already has this e-mail address. Find that person instead.")


class BadEmail(Refused):
    """This is no e-mail address."""

    sentence = N_("This is not an e-mail address; it looks like name@example.org.")


class BadName(Refused):
    """This is no name."""

    sentence = N_("A name is 1 to 120 characters, all of them visible.")


class SlugTaken(Refused):
    """Another team has this short name."""

    sentence = N_("Another team already has the short name %(slug)s. Choose another one; it cannot be changed later.")


class NotToOneself(Refused):
    """Nobody gives, confirms or ends a role of one's own."""

    sentence = N_("Nobody changes a role of their own. Ask another administrator.")


class SecondPersonNeeded(Refused):
    """Who granted a role cannot confirm it."""

    sentence = N_("You granted this role, so somebody else must confirm it.")


class AlreadyHeld(Refused):
    """The role, position or post is held already."""

    sentence = N_("This person already holds this, or it is waiting for confirmation.")


class TeamNeeded(Refused):
    """A manager manages a team."""

    sentence = N_("A manager manages a team. Choose which one.")


class NoTeamAllowed(Refused):
    """An administrator administers everything."""

    sentence = N_("An administrator is one for the whole organisation. Leave the team empty.")


class WrongDates(Refused):
    """The end lies before the beginning."""

    sentence = N_("The last day lies before the first one.")


class NotActive(Refused):
    """The person has been deactivated."""

    sentence = N_("This person has been deactivated. Reactivate the account first.")


class NotOneself(Refused):
    """Nobody deactivates themselves."""

    sentence = N_("Nobody deactivates their own account. Ask another administrator.")


class LastAdministrator(Refused):
    """Somebody must administer the portal."""

    sentence = N_("This is the last administrator. Make somebody else an administrator first.")


class UnknownPosition(Refused):
    """No such position in the vocabulary."""

    sentence = N_("There is no position %(code)s. Positions come with the method.")


class BadPassword(Refused):
    """The password may not be used; the sentence says why."""


class WrongPassword(Refused):
    """The present password was not the one given."""

    sentence = N_("Your present password is not right. Nothing was changed.")


class WrongCredentials(Refused):
    """E-mail address or password is wrong, or there is no such account, or it is not active: never said which."""

    sentence = N_("E-mail address or password is not right.")

    def __init__(self, tries_left: int) -> None:
        super().__init__()
        self.tries_left = tries_left


class TooManyTries(Refused):
    """Too many failed tries of this account, or from this address."""

    sentence = N_("Too many tries. Wait %(minutes)s minutes, then try again.")

    def __init__(self, minutes: int) -> None:
        super().__init__(minutes=minutes)
        self.minutes = minutes


class LinkSpent(Refused):
    """The link was used, has expired, or never was one."""

    sentence = N_("This link does not work any more: links are good for 24 hours and for one use. Ask for a new one.")


class PlanChanged(Conflict):
    """The people changed between preview and import."""

    sentence = N_("Something changed since this preview was made. Nothing was imported; look at the new preview.")


class RosterRefused(Refused):
    """The file has bad lines; nothing was imported."""

    sentence = N_("The file has bad lines. Nothing was imported.")
