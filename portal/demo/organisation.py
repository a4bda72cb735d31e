"""The people of the demo: Meridian Rail Services, six teams, the standing cast and the people of the running case among them. Pure data.

Every day here is counted backwards from the day of the demo, so that the organisation is as old as the demo and grows no older.
"""

from dataclasses import dataclass
from typing import Final

BEGINNING: Final = 548
"""How many days before the day the portal was introduced: eighteen months."""


@dataclass(frozen=True)
class DemoTeam:
    """A team; `above` is the slug of the team it lies in."""

    slug: str
    name: str
    above: str = ""


@dataclass(frozen=True)
class Someone:
    """A person: team, positions held since joining (in a team of one's own), `joined` and `left` days before the day; `role` is the cast's."""

    name: str
    team: str
    positions: tuple[str, ...] = ()
    joined: int = BEGINNING
    left: int | None = None
    cast: str = ""

    @property
    def email(self) -> str:
        """Made-up addresses of a domain that is nobody's (RFC 2606)."""
        return f"{self.cast or self.name.lower().replace(' ', '.')}@example.org"


TEAMS: Final = (
    DemoTeam("pmo", "Project management office"),
    DemoTeam("assurance", "Assurance and audit"),
    DemoTeam("operations", "Operations and services"),
    DemoTeam("rail", "Rail systems"),
    DemoTeam("signalling", "Signalling", "rail"),
    DemoTeam("civil", "Civil works"),
)

PEOPLE: Final = (
    Someone("Adam Fischer", "operations", cast="adam"),
    Someone("Sunniva Dahl", "operations"),
    Someone("Vera Sokolova", "pmo", ("PMO",), cast="vera"),
    Someone("Paul Hartmann", "pmo", ("PMO", "LIM"), cast="paul"),
    Someone("Marek Nowak", "pmo", ("PMO",)),
    Someone("Clara Weiss", "pmo", ("PMO",)),
    Someone("Noor Aziz", "pmo", ("PMO",)),
    Someone("Teodor Ilic", "pmo", ("PMO",), joined=244),
    Someone("Rita Lindholm", "assurance", ("TEM",), cast="rita"),
    Someone("Otto Brandt", "assurance", ("TEM",), cast="otto"),
    Someone("Judith Klein", "assurance", ("LIM",)),
    Someone("Emeka Obi", "assurance", ("TEM",), joined=160),
    Someone("Aisha Rahman", "operations", ("SPO", "LIM")),
    Someone("Helen Marsh", "operations", ("BUO", "STG")),
    Someone("Jonas Lindqvist", "operations", ("STG",)),
    Someone("Grace Mwangi", "operations", ("REM",)),
    Someone("Pavel Horak", "operations", ("REM",), joined=300),
    Someone("Lucas Meyer", "operations", ("REM",), left=69),
    Someone("Boris Marin", "rail", ("LIM",), cast="boris"),
    Someone("Ines Duarte", "rail", ("PRM",)),
    Someone("Henrik Olsen", "rail", ("PRM",)),
    Someone("Leila Haddad", "rail", ("PRM",), joined=23),
    Someone("Sofia Lind", "rail", ("PLC",)),
    Someone("Kwame Boateng", "rail", ("PLC",)),
    Someone("Yuki Tanaka", "rail", ("PLC",), joined=412),
    Someone("Petra Novak", "rail", ("TEM",)),
    Someone("Ravi Menon", "rail", ("TEM",)),
    Someone("Dilek Aydin", "signalling", ("TEL",)),
    Someone("Anna Keller", "signalling", ("TEM",), cast="anna"),
    Someone("Sean Byrne", "signalling", ("TEM",)),
    Someone("Camille Laurent", "signalling", ("TEM",)),
    Someone("Viktor Lazarev", "signalling", ("TEM",)),
    Someone("Ngozi Eze", "signalling", ("TEM",)),
    Someone("Mateus Ribeiro", "signalling", ("TEM",)),
    Someone("Hanna Virtanen", "signalling", ("TEM",), joined=330),
    Someone("Rafael Costa", "signalling", ("TEM",)),
    Someone("Isabel Moreno", "signalling", ("TEM",), joined=118),
    Someone("Oskar Lund", "signalling", ("TEM",)),
    Someone("Farid Rahimi", "signalling", ("TEM",)),
    Someone("Lucia Ferri", "signalling", ("TEM",), joined=17),
    Someone("Daniel Okafor", "signalling", ("SUP",), joined=360),
    Someone("Mirela Popescu", "civil", ("LIM",)),
    Someone("Tomasz Wrobel", "civil", ("TEL",)),
    Someone("Amina Diallo", "civil", ("PRM",)),
    Someone("Georg Huber", "civil", ("TEL",)),
    Someone("Katja Berg", "civil", ("PLC",)),
    Someone("Luis Navarro", "civil", ("TEM",)),
    Someone("Siobhan Walsh", "civil", ("TEM",)),
    Someone("Arjun Patel", "civil", ("TEM",)),
    Someone("Elena Marku", "civil", ("TEM",)),
    Someone("Piotr Zielinski", "civil", ("TEM",)),
    Someone("Fatou Sow", "civil", ("TEM",), joined=275),
    Someone("Jakob Nilsen", "civil", ("TEM",)),
    Someone("Marta Vidal", "civil", ("TEM",)),
    Someone("Hugo Janssen", "civil", ("TEM",)),
    Someone("Selin Kaya", "civil", ("TEM",), joined=200),
    Someone("Andrei Munteanu", "civil", ("TEM",)),
    Someone("Bridget Nolan", "civil", ("TEM",)),
    Someone("Cheng Liu", "civil", ("TEM",)),
    Someone("Ewa Kowalczyk", "civil", ("TEM",)),
    Someone("Samuel Addo", "civil", ("TEM",), joined=87),
    Someone("Gina Rossi", "", cast="gina"),
)

CAST: Final = {
    "anna": "member",
    "boris": "manager",
    "vera": "author",
    "paul": "approver",
    "rita": "assessor",
    "otto": "auditor",
    "adam": "admin",
    "gina": "member",
}
"""The role each of the cast signs in with."""

MANAGERS: Final = {
    "Boris Marin": "rail",
    "Mirela Popescu": "civil",
    "Judith Klein": "assurance",
    "Aisha Rahman": "operations",
    "Marek Nowak": "pmo",
}
AUTHORS: Final = ("Vera Sokolova", "Clara Weiss")
CONFIRMED: Final = {"Paul Hartmann": "approver", "Rita Lindholm": "assessor", "Otto Brandt": "auditor", "Aisha Rahman": "approver"}
"""Roles that a second administrator confirmed."""


@dataclass(frozen=True)
class Tenure:
    """Who holds a post from how many days before the day; nobody when `holder` is empty."""

    post: str
    holder: str
    since: int = BEGINNING


TENURES: Final = (
    Tenure("Executive management", "Aisha Rahman"),
    Tenure("Head of PMO", "Paul Hartmann"),
    Tenure("PMO office", "Marek Nowak"),
    Tenure("Method owner", "Vera Sokolova"),
    Tenure("Document controller", "Vera Sokolova"),
    Tenure("Reporting lead", "Marek Nowak"),
    Tenure("Reporting lead", "Clara Weiss", 212),
    Tenure("Training lead", "Noor Aziz"),
    Tenure("Improvement lead", "Noor Aziz"),
    Tenure("Portfolio lead", "Paul Hartmann"),
    Tenure("Portfolio lead", "Teodor Ilic", 220),
    Tenure("Planning lead", "Kwame Boateng"),
    Tenure("Change controller", "Sofia Lind"),
    Tenure("Change controller", "Yuki Tanaka", 380),
    Tenure("Risk lead", "Sofia Lind"),
    Tenure("Resource manager", "Grace Mwangi"),
    Tenure("Procurement partner", "Lucas Meyer"),
    Tenure("Procurement partner", "", 69),
)
"""The last one is unheld on purpose: its holder left and nobody has taken it up."""
