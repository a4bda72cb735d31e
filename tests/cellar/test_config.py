"""Settings: where they come from, and that a wrong one says its name, its value and what is allowed."""

import re
from pathlib import Path

import pytest

from portal.config import CHECKS, Config, WrongSetting, load
from tests.commands import environment, portal

WRONG = {
    "home": ("   ", "a text of 1 to 200 characters on one line"),
    "database_url": ("mysql://host/name", "sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME"),
    "public_url": ("portal.example.org", "an address that begins with http:// or https://"),
    "name": ("Base\nline", "a text of 1 to 200 characters on one line"),
    "zone": ("Lisbon", "the name of a time zone, such as Europe/Lisbon"),
    "language": ("klingon", "the code of a language, such as en or pt_BR"),
    "files_take_effect": ("sometimes", "one of 'auto', 'always', 'never'"),
    "redis_url": ("127.0.0.1:6379", "an address that begins with redis:// or rediss://"),
    "smtp_url": ("smtp://host:post", "an address that begins with smtp:// or smtps://"),
    "mail_from": ("Baseline <portal@example.org>", "an e-mail address, such as baseline@example.org"),
    "log_level": ("loud", "one of 'debug', 'info', 'warning', 'error'"),
    "password_cost": ("free", "one of 'normal', 'cheap'"),
    "proxy_hops": ("-1", "a whole number from 0 to 9"),
}


def test_without_a_word_the_instance_is_a_folder_here_with_an_sqlite_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    home = tmp_path / "instance"
    assert load({}) == Config(home=home, database_url=f"sqlite:///{home / 'portal.db'}")


def test_every_setting_has_a_wrong_value_in_these_tests() -> None:
    assert WRONG.keys() == CHECKS.keys()


@pytest.mark.parametrize("name", sorted(WRONG))
def test_a_wrong_value_says_its_name_itself_and_what_is_allowed(name: str) -> None:
    value, allowed = WRONG[name]
    variable = f"PORTAL_{name.upper()}"
    with pytest.raises(WrongSetting) as refused:
        load({variable: value})
    assert str(refused.value) == f"{variable} is {value!r}; allowed is {allowed}."


@pytest.mark.parametrize("value", ["https://portal.example.org/path", "https://portal.example.org?x=1", "http://portal.example.org:eighty"])
def test_the_public_address_is_a_host_and_nothing_more(value: str) -> None:
    with pytest.raises(WrongSetting):
        load({"PORTAL_PUBLIC_URL": value})


@pytest.mark.parametrize("value", ["sqlite://", "sqlite:///", "postgresql:///name"])
def test_a_database_needs_a_place(value: str) -> None:
    with pytest.raises(WrongSetting):
        load({"PORTAL_DATABASE_URL": value})


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_every_way_to_write_postgresql_means_the_one_driver(scheme: str) -> None:
    assert load({"PORTAL_DATABASE_URL": f"{scheme}://me@host/name"}).database_url == "postgresql+psycopg://me@host/name"


def test_a_name_nobody_reads_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(WrongSetting, match=re.escape("PORTAL_PUBLIC_ULR is not a setting of the portal. Did you mean PORTAL_PUBLIC_URL?")):
        load({"PORTAL_PUBLIC_ULR": "https://portal.example.org"})


def test_an_empty_variable_means_the_default() -> None:
    assert load({"PORTAL_ZONE": ""}).zone == "UTC"


@pytest.fixture
def toml(tmp_path: Path) -> Path:
    return tmp_path / "portal.toml"


def test_a_file_gives_settings_and_the_environment_beats_it(toml: Path) -> None:
    toml.write_text('zone = "Europe/Lisbon"\nproxy_hops = 2\nname = "Method"\n')
    settings = load({"PORTAL_CONFIG": str(toml), "PORTAL_NAME": "Baseline"})
    assert (settings.zone, settings.proxy_hops, settings.name) == ("Europe/Lisbon", 2, "Baseline")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ('zone = "Lisbon"', "zone in {path} is 'Lisbon'; allowed is the name of a time zone"),
        ('zome = "UTC"', "zome in {path} is not a setting of the portal. Did you mean PORTAL_ZONE?"),
        ("zone = ", "{path} cannot be read as TOML"),
    ],
)
def test_a_wrong_line_of_the_file_says_where_it_stands(toml: Path, text: str, complaint: str) -> None:
    toml.write_text(text)
    with pytest.raises(WrongSetting, match=re.escape(complaint.format(path=toml))):
        load({"PORTAL_CONFIG": str(toml)})


def test_a_file_that_was_named_and_is_not_there_stops_the_start(toml: Path) -> None:
    with pytest.raises(WrongSetting, match="allowed is the path of a file that exists"):
        load({"PORTAL_CONFIG": str(toml)})


def test_a_wrong_setting_ends_a_command_with_one_line(tmp_path: Path) -> None:
    answer = portal("run", env=environment(zone="Lisbon", home=str(tmp_path)))
    assert answer.returncode == 1
    assert answer.stderr == "portal: PORTAL_ZONE is 'Lisbon'; allowed is the name of a time zone, such as Europe/Lisbon.\n"
    assert answer.stdout == ""
