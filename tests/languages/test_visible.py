"""The reader of pages finds what is not translated, wherever it stands, and takes no data for it."""

import pytest

from tests.languages.doubles import extracted, marked
from tests.languages.visible import left, untranslated

PAGE = """<!doctype html><html lang="zh"><head><title>⟦Ｌｉｂｒａｒｙ⟧ – Baseline</title><meta name="viewport" content="width=device-width"></head>
<body data-key="h"><script>var words = "not on the page";</script><main id="main" class="app-main">%s</main></body></html>"""


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<h1>Library</h1>", ["<h1>: Library"]),
        ("<p>⟦Ｏｗｎｅｄ ｂｙ⟧ nobody</p>", ["<p>: ⟦Ｏｗｎｅｄ ｂｙ⟧ nobody"]),
        ("<p>⟦１ ｏｆ document⟧</p>", ["<p>: ⟦１ ｏｆ document⟧"]),
        ('<input aria-label="Search" placeholder="Type">', ["<input aria-label>: Search", "<input placeholder>: Type"]),
        ('<input type="submit" value="Send">', ["<input value>: Send"]),
        ('<a title="Next page" href="/next-page">→</a>', ["<a title>: Next page"]),
        ('<img alt="A drawing" src="drawing.svg">', ["<img alt>: A drawing"]),
        ("<select><option value='all'>All</option></select>", ["<option>: All"]),
        ('<optgroup label="Europe"></optgroup>', ["<optgroup label>: Europe"]),
        ('<button data-copied="Copied.">✓</button>', ["<button data-copied>: Copied."]),
        ("<th>15 Sep 2026</th>", ["<th>: 15 Sep 2026"]),
        ("<svg><text>Now</text></svg>", ["<text>: Now"]),
        ('<article lang="zh"><a aria-label="Link to this section">#</a></article>', ["<a aria-label>: Link to this section"]),
    ],
)
def test_what_is_not_translated_is_found(html: str, found: list[str]) -> None:
    assert untranslated(PAGE % html, {"Baseline"}) == found


@pytest.mark.parametrize(
    "html",
    [
        "<h1>⟦Ｌｉｂｒａｒｙ⟧ Κίνδυνος</h1>",
        "<td>RSK-STD-01, TPL-12, RSK.2, R3, 2.0, anna@example.org</td>",
        '<a href="/library">/library/rsk-std-01?from=1.0</a> <span>http://127.0.0.1:8000/sign-in/link/x</span>',
        "<td>2026年9月15日 14:05</td>",
        "<p><kbd>Esc</kbd> <code>portal content publish</code> .xlsx 0123456789abcdef</p>",
        '<input type="hidden" name="csrf_token" value="secret"><input value="typed by somebody">',
        "<td>Baseline</td>",
        '<bdi lang="en">English</bdi>',
        "<table><tr><td>⟦Ｏｎｅ⟧<td>⟦Ｔｗｏ⟧</table>",
    ],
)
def test_data_and_translations_are_not_taken_for_words_of_the_portal(html: str) -> None:
    assert untranslated(PAGE % html, {"Baseline"}) == []


def test_a_known_word_is_known_as_a_whole_word_only() -> None:
    assert left("rail", {"rail"}) == ""
    assert left("railway", {"rail"}) == "railway"
    assert untranslated("<p>Europe/Athens</p><p>not Europe/Athens</p>", (), {"Europe/Athens"}) == ["<p>: not Europe/Athens"]


def test_a_double_changes_every_letter_but_not_what_is_filled_in() -> None:
    assert marked("%(num)s rows of {count}") == "⟦%(num)s ｒｏｗｓ ｏｆ {count}⟧"
    assert marked("100 %% <strong>done</strong>") == "⟦100 %% <strong>ｄｏｎｅ</strong>⟧"


def test_sentences_are_found_in_every_form_they_are_marked_in() -> None:
    known = {message.id if isinstance(message.id, str) else message.id[0] for message in extracted()}
    assert {"Home", "Skip to content", "%(num)s row.", "There is no such team.", "Time zone", "Good morning, %(name)s"} <= known
