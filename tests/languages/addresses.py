"""Every address of the application, filled in with what there is on the Greek instance."""

from collections.abc import Iterator
from itertools import product
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

STANDARD, TEMPLATE, WITHDRAWN, WAITING = "rsk-std-01", "tpl-11", "rsk-gde-01", "rsk-prc-01"
ASKED = {STANDARD}
"""What is typed into the search, in small letters."""
CODES = {
    "reports.practice": ("rsk.1",),
    "library.document": (STANDARD, TEMPLATE, WITHDRAWN, WAITING),
    "library.revision": (STANDARD, TEMPLATE),
    "library.template_file": (TEMPLATE,),
}
PARTS: dict[str, tuple[Any, ...]] = {
    "code": (STANDARD,),
    "version": ("1.0", "2.0"),
    "ending": ("csv",),
    "key": ("no-such-key",),
    "verdict": ("resolved",),
}
FIRST = (1,)
"""Any other part is a number: there is always a first."""
OF: dict[str, dict[str, tuple[Any, ...]]] = {
    "library.take_evidence": {"ending": ("zip",)},
    "library.three_way": {"draft_id": (2,)},
    "library.put_away_file": {"draft_id": (2,)},
    "library.review": {"revision_id": (8,)},
    "library.comment_on_review": {"revision_id": (8,)},
}
"""Parts of addresses that are not what they are elsewhere: the draft of a file, the text in review."""
NOT_PAGES = {"assets.asset", "health.alive", "health.ready", "library.draft_picture", "library.image", "library.pdf", "reports.feed"}
MORE = {
    "reports.home": ("",),
    "vocabulary.glossary": ("?q=παπι",),
    "people.index": ("?text=παπι", "?role=author"),
    "people.posts": ("?unheld=1",),
    "reports.changes": ("?quarter=2026-Q1", "?quarter=2020-Q1"),
    "reports.journal": ("?until=2020-01-01", "?since=2026-02-02&until=2026-01-01", "?look=1"),
    "library.readings": ("?by=person", "?by=team"),
    "library.differences": ("?from=1.0&to=2.0", "?from=1.0&to=2.0&view=side"),
    "library.problems": ("?state=all", "?state=answered"),
    "library.report_problem": ("?anchor=r1",),
    "search.index": ("?q=κίνδυνος", "?q=παπιγιόν", f"?q={STANDARD}"),
}


def pages(app: Flask) -> Iterator[tuple[str, str]]:
    """Each endpoint that answers GET, with every address of it."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        if "GET" in (rule.methods or ()) and rule.endpoint not in NOT_PAGES:
            for address in filled(app, rule):
                yield rule.endpoint, address
                for query in MORE.get(rule.endpoint, ()):
                    yield rule.endpoint, address + query


def changes(app: Flask) -> Iterator[str]:
    """Every address that answers POST; what ends a sign-in comes last."""
    rules = [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    last = {"people.sign_out", "people.deactivate", "people.change_password"}
    for rule in sorted(rules, key=lambda rule: (rule.endpoint in last, rule.rule)):
        yield next(filled(app, rule))


def filled(app: Flask, rule: Rule) -> Iterator[str]:
    """The addresses of one rule."""
    names = sorted(rule.arguments)
    adapter = app.url_map.bind("")
    own = {"code": CODES.get(rule.endpoint, PARTS["code"]), **OF.get(rule.endpoint, {})}
    choices = [own.get(name) or PARTS.get(name, FIRST) for name in names]
    for values in product(*choices):
        yield adapter.build(rule.endpoint, dict(zip(names, values, strict=True)), method=sorted(rule.methods or ())[-1])
