"""The laws of the source, read from the source; and each reader shown a breach of its law, and its like that is none."""

from collections.abc import Callable

import pytest

from tests.house import source, suite
from tests.house.source import Source, parsed, sources

PORTAL = sources("portal")
TESTS = sources("tests")
EVERYTHING = PORTAL + TESTS + sources(".ci")
ALONE: list[tuple[Callable[[Source], list[str]], list[Source]]] = [
    (source.too_long, EVERYTHING),
    (source.long_views, PORTAL),
    (source.empty_names, EVERYTHING),
    (source.bare_excepts, EVERYTHING),
    (source.readers_of_time, [file for file in PORTAL if file.name != "portal/clock.py"]),
    (source.undocumented, PORTAL),
    (source.loose_pages, PORTAL),
    (suite.loose_counts, TESTS),
    (suite.hidden_twice, EVERYTHING),
]


@pytest.mark.parametrize(("law", "files"), ALONE, ids=[law.__name__ for law, _ in ALONE])
def test_every_file_keeps_the_law(law: Callable[[Source], list[str]], files: list[Source]) -> None:
    assert files
    assert [f"{file.name}:{breach}" for file in files for breach in law(file)] == []


def test_every_test_asserts_something() -> None:
    assert suite.without_assertion(TESTS) == []


def test_every_function_of_the_tests_is_used() -> None:
    assert suite.unused(TESTS) == []


LONG = "def f():\n" + "    x = 1\n" * 39
VIEW = "@room.get('/x')\n@allows(READ)\ndef f():\n" + "    x = 1\n" * 24
BREACHES: list[tuple[Callable[[Source], list[str]], str, str]] = [
    (source.too_long, LONG, "1: f has 40 lines"),
    (source.too_long, "x = 1\n" * 400, "1: a file of 400 lines"),
    (source.too_long, "class A:\n    async def f(self):\n" + "        x = 1\n" * 39, "2: f has 40 lines"),
    (source.long_views, VIEW, "3: the view f has 25 lines"),
    (source.empty_names, "class PersonManager:\n    pass", "1: PersonManager"),
    (source.empty_names, "def handle_request():\n    pass", "1: handle_request"),
    (source.empty_names, "def f(userData):\n    pass", "1: userData"),
    (source.empty_names, "class A:\n    def __init__(self):\n        self.info = 1", "3: info"),
    (source.empty_names, "for data in ():\n    pass", "1: data"),
    (source.bare_excepts, "try:\n    f()\nexcept:\n    pass", "3: bare except"),
    (source.readers_of_time, "from datetime import datetime\nx = datetime.now(UTC)", "2: datetime.now()"),
    (source.readers_of_time, "import datetime\nx = datetime.datetime.utcnow()", "2: datetime.utcnow()"),
    (source.readers_of_time, "import time\nx = time.time()", "2: time.time()"),
    (source.readers_of_time, "x = func.now()", "1: func.now()"),
    (source.undocumented, "'''A module.'''\ndef publish(): ...", "2: publish"),
    (source.undocumented, "x = 1", "1: the module"),
    (source.undocumented, "'''A module.'''\nclass A:\n    '''It.'''\n    def read(self): ...", "4: read"),
    (source.loose_pages, "@dataclass\nclass HomePage:\n    pass", "2: HomePage"),
    (source.loose_pages, "@dataclass(frozen=False)\nclass HomePage:\n    pass", "2: HomePage"),
    (suite.loose_counts, "from x import counted\nsent = counted(database)", "2: counted outside a with"),
    (
        suite.loose_counts,
        "from x import counted\ndef test_x():\n    with counted(d) as sent:\n        get()\n    assert len(sent) == 2",
        "5: sent is looked at outside the with",
    ),
    (
        suite.loose_counts,
        "from x import counted\ndef test_x():\n    with counted(d) as sent:\n        get()",
        "3: what was counted is not looked at inside the with",
    ),
    (suite.hidden_twice, "def test_a():\n    assert x\ndef test_a():\n    assert y", "test_a is defined 2 times"),
]


@pytest.mark.parametrize(("law", "text", "breach"), BREACHES, ids=[f"{law.__name__}-{breach}" for law, _, breach in BREACHES])
def test_the_reader_finds_a_breach(law: Callable[[Source], list[str]], text: str, breach: str) -> None:
    assert breach in law(parsed(text))


KEPT: list[tuple[Callable[[Source], list[str]], str]] = [
    (source.too_long, "@decorated\n@twice\ndef f():\n" + "    x = 1\n" * 38),
    (source.long_views, "def f():\n" + "    x = 1\n" * 30),
    (source.empty_names, "class Reader(HTMLParser):\n    def handle_data(self, data):\n        self.word = data"),
    (source.empty_names, "def test_a_manager_sees_the_team():\n    process = start()"),
    (source.empty_names, "manages = processes = database = 1"),
    (source.bare_excepts, "try:\n    f()\nexcept OSError:\n    pass"),
    (source.readers_of_time, "began = time.perf_counter()\nx = clock.now()"),
    (source.undocumented, "'''A module.'''\ndef _private(): ...\nclass A:\n    '''It.'''\n    def _own(self): ..."),
    (source.loose_pages, "@dataclass(frozen=True, slots=True)\nclass HomePage:\n    pass\nclass Page:\n    pass"),
    (
        suite.loose_counts,
        "from x import counted\ndef test_x():\n    with counted(d) as sent:\n        get()\n        assert len(sent) == 2",
    ),
    (suite.hidden_twice, "def a(): ...\nclass B:\n    def a(self): ..."),
]


@pytest.mark.parametrize(("law", "text"), KEPT, ids=[f"{law.__name__}-{number}" for number, (law, _) in enumerate(KEPT)])
def test_the_reader_finds_nothing_where_nothing_is_wrong(law: Callable[[Source], list[str]], text: str) -> None:
    assert law(parsed(text)) == []


def test_a_test_may_assert_through_a_function_of_the_tests_but_not_through_nothing() -> None:
    text = "def look(x):\n    see(x)\ndef see(x):\n    assert x\ndef test_a():\n    look(1)\ndef test_b():\n    get(1)\n"
    text += "def test_c():\n    with pytest.raises(E):\n        f()"
    assert suite.without_assertion([parsed(text, "tests/x.py")]) == ["tests/x.py:7: test_b asserts nothing"]


def test_a_function_of_the_tests_that_nobody_uses_is_found() -> None:
    text = "@pytest.fixture\ndef browser(): ...\ndef pytest_configure(): ...\ndef forgotten(): ...\ndef used(): ...\ndef test_a():\n    assert used()"
    assert suite.unused([parsed(text, "tests/x.py")]) == ["tests/x.py:4: forgotten is no test, no fixture and used nowhere"]
