"""What a link into another document says."""

import pytest

from portal.library.rendering import Surroundings, make


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("[[RSK-STD-01]]", 'href="/library/rsk-std-01">RSK-STD-01 Risk management</a>'),
        ("[[RSK-STD-01#r12]]", 'href="/library/rsk-std-01#r12">RSK-STD-01 Risk management, R12</a>'),
        ("[[RSK-STD-01#records]]", 'href="/library/rsk-std-01#records">RSK-STD-01 Risk management</a>'),
    ],
)
def test_a_link_says_the_title_and_the_rule_it_leads_to(written: str, shown: str) -> None:
    around = Surroundings.of({"RSK-STD-01": "Risk management"}, ())
    assert shown in make(f"# Purpose\n\nSee {written}.\n", ("RSK-STD-01",), "0" * 64, {}, around).html
