"""Every copy that leaves the portal says which version it is and whether it counts."""

import io
import zipfile

import pytest

from portal.paper import files
from portal.paper.sheet import sheet_content
from tests.paper.samples import paper

NOTICE = "Not effective before 1 December 2026."
STATES = ("Draft", "In review", "Scheduled", "Superseded", "Withdrawn")
TEXT = "# Entries\n\n| Risk | Owner |\n|---|---|\n| Late delivery | Anna |\n"


def words_in(content: bytes) -> str:
    """All that a text file, or the parts of an office file, say."""
    if not content.startswith(b"PK"):
        return content.decode("utf-8-sig")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "\n".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml"))


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("ending", ["docx", "xlsx", "csv", "md"])
def test_a_downloaded_template_carries_version_and_state(ending: str, state: str) -> None:
    document = paper(TEXT, code="TPL-12", version="4.7", state=state, notice=NOTICE)
    for guidance in (True, False):
        said = words_in(files.make(document, ending, {}, guidance))
        assert "4.7" in said
        assert state in said
        assert ending == "csv" or NOTICE in said
    assert "v4.7" in document.file_name(ending)


@pytest.mark.parametrize("state", STATES)
def test_a_pdf_carries_version_and_state_on_every_page_and_the_notice_above_its_text(state: str) -> None:
    content = sheet_content(paper(TEXT, version="4.7", state=state, notice=NOTICE), {})
    assert (content["control"]["version"], content["control"]["state"], content["control"]["notice"]) == ("4.7", state, NOTICE)
    assert ["State", state] in content["rows"]
