"""The README's pictures: the demo organisation, served, seen through a browser. `make pictures` runs this."""

import json
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from tests.commands import TOP, environment, portal, serving
from tests.machine import BROWSERS

FOLDER = TOP / "docs" / "pictures"
SCREEN = {"width": 1280, "height": 860}


@dataclass(frozen=True)
class Picture:
    """One picture: whose page, its address, and how it is looked at."""

    name: str
    who: str
    address: str
    phone: bool = False
    dark: bool = False


PICTURES = (
    Picture("home", "anna", "/"),
    Picture("document", "anna", "/library/rsk-std-01"),
    Picture("differences", "anna", "/library/rsk-std-01/differences"),
    Picture("search", "anna", "/search?q=risk+response"),
    Picture("library", "anna", "/library"),
    Picture("practice", "anna", "/practices/rsk.2"),
    Picture("register", "vera", "/register"),
    Picture("readings", "boris", "/readings"),
    Picture("draft", "vera", "/drafts/2"),
    Picture("review", "paul", "/reviews/67"),
    Picture("journal", "vera", "/journal"),
    Picture("phone-dark", "anna", "/library/rsk-std-01", phone=True, dark=True),
)


def take_all(folder: Path = FOLDER) -> None:
    """Make every picture anew."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        env = environment(home=home, password_cost="cheap", log_level="error")
        for command in (("content", "publish"), ("demo",)):
            answer = portal(*command, env=env)
            assert answer.returncode == 0, answer.stderr
        rows = json.loads((Path(home) / "demo-sign-ins.json").read_text("utf8"))
        passwords = {row["email"].partition("@")[0]: row for row in rows}
        with serving(env) as served, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=_program(), args=["--no-sandbox", "--disable-dev-shm-usage"])
            for picture in PICTURES:
                _take(browser, served.url, picture, passwords[picture.who], folder)
            browser.close()


def _program() -> str:
    return next(filter(None, map(shutil.which, BROWSERS)))


def _take(browser: Browser, url: str, picture: Picture, sign_in: dict[str, str], folder: Path) -> None:
    phone: dict[str, Any] = (
        {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True} if picture.phone else {}
    )
    options = {
        "viewport": SCREEN,
        "base_url": url,
        "color_scheme": "dark" if picture.dark else "light",
        "reduced_motion": "reduce",
        "locale": "en-GB",
        **phone,
    }
    with browser.new_context(**options) as context:
        page = context.new_page()
        page.goto("/sign-in")
        page.get_by_label("E-mail").fill(sign_in["email"])
        page.get_by_label("Password", exact=True).fill(sign_in["password"])
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(url + "/")
        answer = page.goto(picture.address, wait_until="networkidle")
        assert answer is not None
        assert answer.status == 200, picture.address
        page.screenshot(path=folder / f"{picture.name}.png")


if __name__ == "__main__":
    take_all()
