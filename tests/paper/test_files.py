"""The one door to all formats."""

from typing import Any

import pytest

from portal.content.wording import FORMATS
from portal.paper.files import MEDIA_TYPES, formats_of, make, media_type
from tests.paper.samples import paper
from tests.paper.shipped import as_paper, images, templates

STARTS = {"pdf": b"%PDF-", "docx": b"PK\x03\x04", "xlsx": b"PK\x03\x04", "csv": b"\xef\xbb\xbf", "md": b"---\ncode: "}


def test_every_document_can_be_had_as_pdf_and_a_template_as_what_it_lists() -> None:
    assert formats_of("standard", ["docx"]) == ("pdf",)
    assert formats_of("template", ["md", "docx", "odd"]) == ("pdf", "docx", "md")
    assert formats_of("template") == ("pdf",)


def test_every_format_that_content_may_list_is_written() -> None:
    assert set(FORMATS) <= set(MEDIA_TYPES)
    assert media_type("csv") == "text/csv; charset=utf-8"
    assert {ending: make(paper("# Text"), ending, {})[: len(start)] for ending, start in STARTS.items()} == STARTS


def test_an_unknown_ending_is_refused() -> None:
    with pytest.raises(KeyError):
        make(paper(""), "odt", {})
    with pytest.raises(KeyError):
        media_type("odt")


def test_the_name_of_a_file_says_code_and_version() -> None:
    assert (
        paper("", code="TPL-12", title="Risk register: Ünicode/..\\x", version="1.2").file_name("xlsx")
        == "TPL-12-risk-register-nicode-x-v1.2.xlsx"
    )


@pytest.mark.parametrize("template", templates(), ids=lambda template: template.meta.code)
def test_every_shipped_template_is_made_in_each_format_it_lists_and_always_the_same(template: Any) -> None:
    document = as_paper(template)
    assert formats_of(template.meta.kind, template.meta.formats) == ("pdf", *[one for one in MEDIA_TYPES if one in template.meta.formats])
    for ending in template.meta.formats:
        made = make(document, ending, images())
        assert made.startswith(STARTS[ending])
        assert make(document, ending, images()) == made
