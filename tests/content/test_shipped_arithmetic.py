"""Every sum written out in the shipped texts is right, and every weekday belongs to its date."""

import ast
import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import pairwise

import pytest

from tests.content.shipped import NUMBER, ROOT

MONTHS = {f"{date(2026, month, 1):%B}": month for month in range(1, 13)}
TERM = rf"(?:\(|−|-)*{NUMBER}(?:\s*%)?\)*"
SIDE = rf"{TERM}(?:\s*[+−×÷/-]\s*{TERM})"
SUM = re.compile(rf"(?<![\w.,√-])(?<![+−×÷/] ){SIDE}+(?:\s*=\s*{SIDE}*)+")
DAY = re.compile(
    rf"\b(?P<weekday>Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,?\s+(?P<day>\d{{1,2}})\s+(?P<month>{'|'.join(MONTHS)})(?:\s+(?P<year>\d{{4}}))?"
)
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
TEXTS = {str(path.relative_to(ROOT)): path.read_text("utf-8").replace("**", "") for path in sorted(ROOT.rglob("*.md"))}


def value(written: str) -> Fraction:
    """What a sum without an equals sign comes to, exactly."""
    plain = written.replace(",", "").replace("×", "*").replace("÷", "/").replace("−", "-").replace("%", "/100").strip()
    if plain.count("(") > plain.count(")"):
        plain = plain.replace("(", "", plain.count("(") - plain.count(")"))
    elif plain.count(")") > plain.count("("):
        plain = plain[: -(plain.count(")") - plain.count("("))]
    return _of(ast.parse(plain, mode="eval").body)


def _of(node: ast.expr) -> Fraction:
    match node:
        case ast.Constant(value=int() | float()):
            return Fraction(ast.unparse(node))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_of(operand)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _of(left) + _of(right)
        case ast.BinOp(left=left, op=ast.Sub(), right=right):
            return _of(left) - _of(right)
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            return _of(left) * _of(right)
        case ast.BinOp(left=left, op=ast.Div(), right=right):
            return _of(left) / _of(right)
        case _:
            raise ValueError(ast.unparse(node))


def precision(written: str) -> Fraction:
    """Half of the last place that is shown: of 0.924 half a thousandth, of 4,236,000 five hundred, of 3.1 % half a thousandth."""
    plain = re.sub(r"[^\d.]", "", written)
    places = len(plain.split(".")[1]) if "." in plain else -(len(plain) - len(plain.rstrip("0")))
    return Fraction(1, 2) / Fraction(10) ** (places + (2 if "%" in written else 0))


def wrong_sums(text: str) -> Iterator[str]:
    """Chains of `a = b = c` in which neighbours differ by more than rounding."""
    for match in SUM.finditer(text):
        parts = match[0].split("=")
        for left, right in pairwise(parts):
            rough = precision(right) if re.fullmatch(rf"\s*[−-]?{NUMBER}\s*%?\)*\s*", right) else Fraction(0)
            if abs(value(left) - value(right)) > rough:
                yield " ".join(match[0].split())


def wrong_days(text: str) -> Iterator[str]:
    """Dates whose weekday is another; without a year, those of the case's three years count."""
    for match in DAY.finditer(text):
        years = [int(match["year"])] if match["year"] else [2025, 2026, 2027]
        days = [date(year, MONTHS[match["month"]], int(match["day"])) for year in years]
        if WEEKDAYS.index(match["weekday"]) not in {day.weekday() for day in days}:
            yield " ".join(match[0].split())


@pytest.mark.parametrize("path", TEXTS)
def test_every_sum_is_right_and_every_weekday_is_that_of_its_date(path: str) -> None:
    assert list(wrong_sums(TEXTS[path])) == []
    assert list(wrong_days(TEXTS[path])) == []


def test_many_sums_and_days_were_looked_at() -> None:
    assert sum(len(SUM.findall(text)) for text in TEXTS.values()) > 120
    assert sum(len(DAY.findall(text)) for text in TEXTS.values()) > 140


@pytest.mark.parametrize(
    "text",
    ["2 + 2 = 5", "932 / 1,016 = 0.918", "(32 + 4 × 38 + 56) ÷ 6 = 240 ÷ 6 = 41", "68 ÷ 2,160 = 3.2 %", "381,000 × 11.118 = 4,235,000"],
)
def test_a_wrong_sum_is_seen(text: str) -> None:
    assert list(wrong_sums(f"So {text}, they say.")) != []


@pytest.mark.parametrize(
    "text",
    ["2 + 2 = 4", "932 / 1,016 = 0.917", "(32 + 4 × 38 + 56) ÷ 6 = 240 ÷ 6 = 40", "68 ÷ 2,160 = 3.1 %", "381,000 × 11.118 = 4,236,000"],
)
def test_a_right_sum_is_not(text: str) -> None:
    assert list(wrong_sums(f"So {text}, they say.")) == []


def test_a_wrong_weekday_is_seen() -> None:
    assert list(wrong_days("on Monday 11 August 2026, and Tuesday 11 August")) == ["Monday 11 August 2026"]
