"""Every shape of page there is: a name, who looks at it, and its address."""

from typing import Final, NamedTuple


class Shape(NamedTuple):
    """One page to look at; `status` is what it answers."""

    name: str
    who: str
    path: str
    status: int = 200


SHAPES: Final = (
    Shape("sign in", "", "/sign-in"),
    Shape("password forgotten", "", "/sign-in/forgotten"),
    *(Shape(f"home of {who}", who, "/") for who in ("anna", "boris", "vera", "paul", "rita", "otto", "adam", "gina")),
    Shape("library", "anna", "/library"),
    Shape("library of an author", "vera", "/library"),
    Shape("templates", "anna", "/library/templates"),
    Shape("document to acknowledge", "boris", "/library/met-std-01"),
    Shape("document that changed", "anna", "/library/met-std-01"),
    Shape("policy", "gina", "/library/met-pol-01"),
    Shape("guide with images", "anna", "/library/plm-gde-02"),
    Shape("template", "anna", "/library/tpl-12"),
    Shape("withdrawn document", "anna", "/library/com-gde-02"),
    Shape("document of an author", "vera", "/library/rsk-std-01"),
    Shape("old revision", "anna", "/library/rsk-std-01/versions/1.0"),
    Shape("differences inline", "anna", "/library/rsk-std-01/differences?from=2.0&to=3.0"),
    Shape("differences side by side", "anna", "/library/rsk-std-01/differences?from=1.0&to=3.0&view=side"),
    Shape("practice", "anna", "/practices/rsk.2"),
    Shape("practices", "anna", "/practices"),
    Shape("glossary", "anna", "/glossary"),
    Shape("register", "anna", "/register"),
    Shape("register of an author", "vera", "/register"),
    Shape("search", "anna", "/search?q=risk+owner"),
    Shape("search for a code", "vera", "/search?q=RSK-STD-01"),
    Shape("search without words", "anna", "/search"),
    Shape("nothing found", "anna", "/search?q=xyzzyplugh"),
    Shape("missed searches", "vera", "/search/misses"),
    Shape("notices", "anna", "/notices"),
    Shape("what changed", "anna", "/changes"),
    Shape("what changed before", "vera", "/changes?quarter=2026-Q3"),
    Shape("my readings", "anna", "/my-readings"),
    Shape("readings board", "vera", "/readings"),
    Shape("readings board of a team", "boris", "/readings"),
    Shape("readings of a document", "vera", "/readings/rsk-prc-01"),
    Shape("briefings", "boris", "/library/rsk-std-01/briefings"),
    Shape("evidence", "otto", "/library/rsk-std-01/evidence"),
    Shape("reviews due", "vera", "/library/reviews-due?show=all"),
    Shape("reviews of a document", "vera", "/library/met-std-01/reviews"),
    Shape("problems", "vera", "/problems"),
    Shape("problem", "vera", "/problems/1"),
    Shape("report form", "anna", "/library/rsk-std-01/problems/new?anchor=r4"),
    Shape("people", "adam", "/people"),
    Shape("person", "adam", "/people/3"),
    Shape("invite", "adam", "/people/invite"),
    Shape("import", "adam", "/people/import"),
    Shape("teams", "adam", "/people/teams"),
    Shape("team", "adam", "/people/teams/1"),
    Shape("posts", "adam", "/people/posts"),
    Shape("post", "adam", "/people/posts/1"),
    Shape("pending roles", "adam", "/people/pending-roles"),
    Shape("my settings", "anna", "/my-settings"),
    Shape("settings", "adam", "/settings"),
    Shape("journal", "vera", "/journal"),
    Shape("journal of an administrator", "adam", "/journal"),
    Shape("journal for an auditor", "otto", "/journal"),
    Shape("my journal", "anna", "/my-journal"),
    Shape("no such page", "anna", "/library/zzz-std-99", 404),
    Shape("not allowed", "anna", "/people", 403),
    Shape("no such page for nobody", "", "/nowhere", 404),
)  # fmt: skip
