"""The law of approval: who may approve or return a text, and what is still wanted before it is approved. Pure.

Four eyes: nobody decides about a text with their own words in it, and nobody does so in the place of somebody who wrote it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from portal.errors import N_


class Capacity(StrEnum):
    """As what somebody decides: holder of the approving post, in the holder's place, or as any other approver."""

    HOLDER = "holder"
    DELEGATE = "delegate"
    APPROVER = "approver"


@dataclass(frozen=True, slots=True)
class Post:
    """The approving post as it is held today. `may_approve`: its holder has the role approver; `delegates` stand in for the holder today."""

    title: str
    holder: int | None = None
    holder_name: str = ""
    may_approve: bool = False
    delegates: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Case:
    """A text in review. `given`: who approved this round, as what. `wanted`: how many approvals its kind asks for.

    `policy_post` is the title of the post that approves policies when this is one by another post, else empty.
    """

    is_policy: bool
    post: Post
    writers: frozenset[int]
    approvers: frozenset[int]
    wanted: int = 1
    given: Mapping[int, Capacity] = field(default_factory=dict)
    policy_post: str = ""

    @property
    def needs_post(self) -> bool:
        """Whether one approval must be by the post: always for policies, else when its holder may approve at all."""
        return self.is_policy or (self.post.holder is not None and self.post.may_approve)

    @property
    def lacks_post(self) -> bool:
        """Whether the approval by the post is still wanted."""
        return self.needs_post and not {Capacity.HOLDER, Capacity.DELEGATE} & {*self.given.values()}

    @property
    def lacking(self) -> int:
        """How many approvals are still wanted."""
        return max(self.wanted - len(self.given), 1 if self.lacks_post else 0)


@dataclass(frozen=True, slots=True)
class Answer:
    """As what somebody may decide, or the sentence why not with what fills its places."""

    capacity: Capacity | None = None
    sentence: str = ""
    params: Mapping[str, object] = field(default_factory=dict)


def may_approve(case: Case, person_id: int) -> Answer:
    """Whether this person may approve this round now, and as what."""
    if answer := _no_decision(case, person_id):
        return answer
    if obstacle := obstacle_of(case):
        return obstacle
    if person_id in case.given:
        return Answer(sentence=N_("You approved this text already. Somebody else's approval is still wanted."))
    capacity = _capacity(case, person_id)
    if capacity is Capacity.APPROVER and case.lacks_post and len(case.given) >= case.wanted - 1:
        return Answer(
            sentence=N_("What is still wanted is the approval of %(post)s (%(holder)s), or of whoever stands in for them."),
            params={"post": case.post.title, "holder": case.post.holder_name},
        )
    return Answer(capacity)


def may_return(case: Case, person_id: int) -> Answer:
    """Whether this person may send the text back: any approver whose words are not in it."""
    return _no_decision(case, person_id) or Answer(_capacity(case, person_id))


def wrong_post(case: Case) -> Answer | None:
    """Why the approver named in this text can never approve it, which its author mends by naming another; or None."""
    post, params = case.post, {"post": case.post.title, "holder": case.post.holder_name, "policy_post": case.policy_post}
    if case.policy_post:
        return Answer(sentence=N_("Policies are approved by %(policy_post)s. Name that post as the approver."), params=params)
    if case.needs_post and post.holder in case.writers:
        sentence = N_("%(holder)s holds the approving post, %(post)s, and wrote in this text. Name another post as the approver.")
        return Answer(sentence=sentence, params=params)
    return None


def obstacle_of(case: Case) -> Answer | None:
    """Why nobody at all can approve this text as things stand, and whom to ask; or None."""
    post, params = case.post, {"post": case.post.title, "holder": case.post.holder_name}
    if wrong := wrong_post(case):
        return wrong
    if case.is_policy and post.holder is None:
        sentence = N_("Nobody holds the post %(post)s, and only its holder approves policies. Ask an administrator to name one.")
        return Answer(sentence=sentence, params=params)
    if case.is_policy and not post.may_approve:
        sentence = N_("%(holder)s holds the post %(post)s but does not have the role approver. Ask an administrator to grant it.")
        return Answer(sentence=sentence, params=params)
    return None


def _no_decision(case: Case, person_id: int) -> Answer | None:
    """Why this person decides nothing about this text, or None."""
    if person_id not in case.approvers:
        return Answer(sentence=N_("Only approvers approve or return a text."))
    if person_id in case.writers:
        return Answer(sentence=N_("Your words are in this text. Nobody approves or returns what they wrote; you may call it back."))
    return None


def _capacity(case: Case, person_id: int) -> Capacity:
    """As what this approver acts. A delegate acts for the holder only while the holder could act, too."""
    post = case.post
    if post.holder == person_id:
        return Capacity.HOLDER
    acts_for_holder = post.may_approve and person_id in post.delegates and post.holder not in case.writers
    return Capacity.DELEGATE if acts_for_holder else Capacity.APPROVER
