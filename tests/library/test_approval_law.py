"""The law of approval as tables: who may approve or return what, why not, and what is still wanted."""

from dataclasses import replace

import pytest

from portal.library.approval import Capacity, Case, Post, may_approve, may_return, obstacle_of, wrong_post

VERA, PAUL, NADIA, OMAR, ANNA = range(1, 6)
HELD = Post("Head of PMO", PAUL, "Paul", may_approve=True, delegates=frozenset({NADIA}))
UNHELD = Post("Head of PMO")
CASE = Case(is_policy=False, post=HELD, writers=frozenset({VERA}), approvers=frozenset({PAUL, NADIA, OMAR}))
TWO = replace(CASE, wanted=2)
THREE = replace(CASE, wanted=3)
POLICY = replace(CASE, is_policy=True, post=replace(HELD, title="Executive management"))
NOT_ABLE = replace(HELD, may_approve=False)


def given(case: Case, **who: Capacity) -> Case:
    """The case after these have approved it."""
    ids = {"paul": PAUL, "nadia": NADIA, "omar": OMAR}
    return replace(case, given={ids[name]: capacity for name, capacity in who.items()})


H, D, A = Capacity.HOLDER, Capacity.DELEGATE, Capacity.APPROVER
TABLE = [
    ("the holder", CASE, PAUL, H),
    ("who stands in for the holder", CASE, NADIA, D),
    ("another approver when only the post's approval is wanted", CASE, OMAR, "still wanted"),
    ("nobody without the role", CASE, ANNA, "Only approvers"),
    ("no writer without the role", CASE, VERA, "Only approvers"),
    ("no writer", replace(CASE, writers=frozenset({OMAR})), OMAR, "Your words"),
    ("no delegate who wrote", replace(CASE, writers=frozenset({NADIA})), NADIA, "Your words"),
    ("nobody in place of a writer", replace(CASE, writers=frozenset({PAUL})), NADIA, "wrote in this text"),
    ("any approver when the post is unheld", replace(CASE, post=UNHELD), OMAR, A),
    ("any approver when its holder may not approve", replace(CASE, post=NOT_ABLE), OMAR, A),
    ("the delegate of a holder who may not approve is any approver", replace(CASE, post=NOT_ABLE), NADIA, A),
    ("another approver first, of two", TWO, OMAR, A),
    ("the delegate after another, of two", given(TWO, omar=A), NADIA, D),
    ("the post after another, of two", given(TWO, omar=A), PAUL, H),
    ("another after the post, of two", given(TWO, paul=H), OMAR, A),
    ("nobody twice", given(TWO, omar=A), OMAR, "already"),
    ("another second, of three", given(THREE, nadia=D), OMAR, A),
    ("of a policy its holder", POLICY, PAUL, H),
    ("of a policy its delegate", POLICY, NADIA, D),
    ("of a policy nobody else", POLICY, OMAR, "still wanted"),
    ("of a policy whose post is unheld nobody", replace(POLICY, post=UNHELD), OMAR, "Nobody holds the post"),
    ("of a policy whose holder may not nobody", replace(POLICY, post=NOT_ABLE), NADIA, "does not have the role"),
    ("of a policy by another post nobody", replace(POLICY, policy_post="The board"), PAUL, "Policies are approved by"),
]


@pytest.mark.parametrize(("case", "person", "answer"), [row[1:] for row in TABLE], ids=[row[0].replace(" ", "-") for row in TABLE])
def test_who_approves(case: Case, person: int, answer: Capacity | str) -> None:
    found = may_approve(case, person)
    assert found.capacity is answer if isinstance(answer, Capacity) else answer in found.sentence % dict(found.params)


@pytest.mark.parametrize(("person", "answer"), [(PAUL, H), (NADIA, D), (OMAR, A), (ANNA, None), (VERA, None)])
def test_any_approver_returns_a_text_but_no_writer(person: int, answer: Capacity | None) -> None:
    assert may_return(CASE, person).capacity is answer
    assert may_return(replace(CASE, writers=frozenset({person})), person).capacity is None


@pytest.mark.parametrize(
    ("case", "lacking", "lacks_post"),
    [
        (CASE, 1, True),
        (given(CASE, paul=H), 0, False),
        (given(CASE, nadia=D), 0, False),
        (replace(CASE, post=UNHELD), 1, False),
        (given(replace(CASE, post=UNHELD), omar=A), 0, False),
        (TWO, 2, True),
        (given(TWO, omar=A), 1, True),
        (given(TWO, paul=H), 1, False),
        (given(TWO, omar=A, nadia=A), 1, True),
        (given(THREE, paul=H, omar=A), 1, False),
        (replace(POLICY, post=UNHELD), 1, True),
    ],
)
def test_how_many_approvals_are_still_wanted(case: Case, lacking: int, lacks_post: bool) -> None:
    assert (case.lacking, case.lacks_post) == (lacking, lacks_post)


def test_what_an_author_can_mend_is_refused_when_the_text_is_submitted() -> None:
    assert wrong_post(CASE) is None
    assert wrong_post(replace(POLICY, post=UNHELD)) is None
    for case in (replace(POLICY, policy_post="The board"), replace(CASE, writers=frozenset({PAUL}))):
        assert wrong_post(case) == obstacle_of(case) is not None
