"""Markdown as readers see it: each part of a text, what is kept of it beside the HTML, and where links lead."""

import pytest

from portal.content import markdown
from portal.content.markdown_parts import Heading, Labels, Link, Rendered, Rule, Section

PERMALINK = '<a class="permalink" href="#{}" aria-label="Link to this section"><i class="bi bi-link-45deg" aria-hidden="true"></i></a>'


def link(code: str, anchor: str | None) -> Link | None:
    """Every document is there but RSK-STD-99."""
    return None if code == "RSK-STD-99" else Link(f"/library/{code.lower()}" + (f"#{anchor}" if anchor else ""), "Risk & <response>")


def page(text: str, labels: Labels | None = None) -> Rendered:
    return markdown.render(text, link=link, image=lambda path: None if "gone" in path else f"/i/{path}", labels=labels)


def html(text: str) -> str:
    """The HTML without permalinks and line ends between elements."""
    made = page(text).html
    for anchor in page(text).anchors:
        made = made.replace(PERMALINK.format(anchor), "")
    return made.replace("\n<", "<").strip()


PARTS = {
    "a paragraph with marks": (
        "*a* **b** ***c*** ~~d~~ `e<f>` g\\\nh  \ni",
        "<p><em>a</em> <strong>b</strong> <em><strong>c</strong></em> <s>d</s> <code>e&lt;f&gt;</code> g<br>\nh<br>\ni</p>",
    ),
    "entities and raw HTML": ("&lt;b&gt; &copy; <b>x</b>", "<p>&lt;b&gt; © &lt;b&gt;x&lt;/b&gt;</p>"),
    "a table with alignment and an empty corner": (
        "| |b|c|\n|:-|-:|:-:|\n|1|2|3|",
        '<div class="table-scroll" tabindex="0" role="region" aria-label="Table"><table class="table"><thead>'
        '<tr><td></td><th scope="col" class="text-end">b</th><th scope="col" class="text-center">c</th></tr></thead><tbody>'
        '<tr><td>1</td><td class="text-end">2</td><td class="text-center">3</td></tr></tbody></table></div>',
    ),
    "a table with a caption that has an id": (
        "|a|\n|-|\n|1|\n\n: The **bands**. {#bands}",
        '<div class="table-scroll" tabindex="0" role="region" aria-label="The bands."><table class="table">'
        '<caption id="bands">The <strong>bands</strong>.</caption><thead><tr><th scope="col">a</th></tr></thead>'
        "<tbody><tr><td>1</td></tr></tbody></table></div>",
    ),
    "a figure with the caption beneath": (
        "![A curve](images/a.svg)\n\n: The *curve*. {#curve}",
        '<figure class="figure" id="curve"><img class="img-fluid" src="/i/images/a.svg" alt="A curve" loading="lazy">'
        '<figcaption class="figure-caption">The <em>curve</em>.</figcaption></figure>',
    ),
    "a figure with its title as caption": (
        '![A "curve"](../images/a.svg "The <curve>")',
        '<figure class="figure"><img class="img-fluid" src="/i/images/a.svg" alt="A &quot;curve&quot;" loading="lazy">'
        '<figcaption class="figure-caption">The &lt;curve&gt;</figcaption></figure>',
    ),
    "an image in a line": (
        "See ![a curve](images/a.svg) here.",
        '<p>See <img class="img-fluid" src="/i/images/a.svg" alt="a curve" loading="lazy"> here.</p>',
    ),
    "an image that is not to be had": ("See ![a curve](images/gone.svg).", "<p>See a curve.</p>"),
    "a footnote used twice": (
        "A[^x] b[^x].\n\n[^x]: Why *so*.",
        '<p>A<sup class="footnote-ref"><a href="#fn1" id="fnref1" aria-label="Footnote 1">1</a></sup> '
        'b<sup class="footnote-ref"><a href="#fn1" id="fnref1-2" aria-label="Footnote 1">1</a></sup>.</p>'
        '<section class="footnotes" aria-label="Footnotes"><ol class="footnotes-list"><li id="fn1" class="footnote-item">'
        '<p>Why <em>so</em>. <a class="footnote-back" href="#fnref1" aria-label="Back to the text 1">↩</a> '
        '<a class="footnote-back" href="#fnref1-2" aria-label="Back to the text 1-2">↩</a></p></li></ol></section>',
    ),
    "tasks": (
        "- [ ] open\n- [x] done {#c1}\n- none",
        '<ul><li class="task-list-item"><i class="bi bi-square" role="img" aria-label="To do"></i> open</li>'
        '<li class="task-list-item" id="c1"><i class="bi bi-check-square" role="img" aria-label="Done"></i> done</li><li>none</li></ul>',
    ),
    "tasks with paragraphs": (
        "- [x] done\n\n  more",
        '<ul><li class="task-list-item"><p><i class="bi bi-check-square" role="img" aria-label="Done"></i> done</p><p>more</p></li></ul>',
    ),
    "a list that begins at five": ("5. a\n6. b", '<ol start="5"><li>a</li><li>b</li></ol>'),
    "definitions": ("Float\n: Slack.\n: More.", "<dl><dt>Float</dt><dd>Slack.</dd><dd>More.</dd></dl>"),
    "a meaning with an id": ("Float\n: D1. Slack. {#d1}", '<dl><dt>Float</dt><dd><p id="d1">D1. Slack.</p></dd></dl>'),
    "an admonition with the word for its kind": (
        "!!! warning\n    Mind.",
        '<div class="admonition warning" role="note"><p class="admonition-title">Warning</p><p>Mind.</p></div>',
    ),
    "an admonition with a title": (
        '!!! guidance "How *much*"\n    - one',
        '<div class="admonition guidance" role="note"><p class="admonition-title">How <em>much</em></p><ul><li>one</li></ul></div>',
    ),
    "code": ("```python\na < b\n```\n\n    c", '<pre tabindex="0"><code>a &lt; b</code></pre><pre tabindex="0"><code>c</code></pre>'),
    "a quote and a rule across": ("> a\n\n---", "<blockquote><p>a</p></blockquote><hr>"),
    "a rule with an id": ("R1. **Do it.** Now. {#r1}", '<p id="r1">R1. <strong>Do it.</strong> Now.</p>'),
    "a line with an id": ("- C1. Look. {#c1}\n- C2.", '<ul><li id="c1">C1. Look.</li><li>C2.</li></ul>'),
    "a link to a document and to its rule": (
        "[[RSK-STD-01]], [[RSK-STD-01#r3]]",
        '<p><a class="doc-link" href="/library/rsk-std-01">RSK-STD-01 Risk &amp; &lt;response&gt;</a>, '
        '<a class="doc-link" href="/library/rsk-std-01#r3">RSK-STD-01 Risk &amp; &lt;response&gt;</a></p>',
    ),
    "a link to a document that is not there": ("[[RSK-STD-99#r1]]", "<p>RSK-STD-99</p>"),
    "links to the web, by mail and in the site": (
        "[a](https://example.org/?x=1&y) <b@example.org> [c](/glossary)",
        '<p><a href="https://example.org/?x=1&amp;y" rel="noopener noreferrer">a</a> '
        '<a href="mailto:b@example.org">b@example.org</a> <a href="/glossary">c</a></p>',
    ),
}


@pytest.mark.parametrize("what", PARTS)
def test_a_part_of_a_text_becomes_its_html(what: str) -> None:
    written, expected = PARTS[what]
    assert html(written) == expected


def test_headings_are_numbered_and_stand_one_level_below_the_title() -> None:
    made = page("# Rules\n\n## Who\n\n## Who\n\n# Records {#kept}\n\n## Who\n")
    assert made.contents == (
        Heading(2, "rules", "1", "Rules"),
        Heading(3, "who", "1.1", "Who"),
        Heading(3, "who-2", "1.2", "Who"),
        Heading(2, "kept", "2", "Records"),
        Heading(3, "who-3", "2.1", "Who"),
    )
    assert f'<h3 id="who-3"><span class="sec">2.1</span>Who{PERMALINK.format("who-3")}</h3>' in made.html
    assert "<h1" not in made.html


def test_a_heading_leaves_an_id_to_the_rule_that_has_it_written() -> None:
    assert page("# R1\n\nR1. Do. {#r1}").anchors == {"r1-2", "r1"}


def test_the_id_of_a_long_heading_stays_short_enough_to_be_linked_also_with_a_number() -> None:
    title = "What the project manager tells the sponsor within two days"
    first, second = (heading.anchor for heading in page(f"# {title}\n\n# {title}\n").contents)
    assert (first, second) == ("what-the-project-manager-tells-the-sponso", "what-the-project-manager-tells-the-s-2")
    assert f'href="/library/rsk-std-01#{second}"' in page(f"[[RSK-STD-01#{second}]]").html


@pytest.mark.parametrize(
    ("title", "anchor"), [("Main", "s-main"), ("Page one", "s-page-one"), ("14 days", "s-14-days"), ("É à", "e-a"), ("風", "section")]
)
def test_a_heading_has_an_id_of_ascii_that_is_not_the_pages(title: str, anchor: str) -> None:
    assert page(f"# {title}").contents[0].anchor == anchor


def test_sections_hold_the_words_between_headings_for_search() -> None:
    text = "Before.\n\n# A `b`\n\nOne *two* [[RSK-STD-01]].\n\n- three\n\n|h|i|\n|-|-|\n|c|d|\n\n```\ncode\n```\n\n## B\n\n![alt](images/a.png)\n"
    assert page(text).sections == (
        Section("", "", "Before."),
        Section("a-b", "A b", "One two RSK-STD-01.\nthree\nh · i\nc · d\ncode"),
        Section("b", "B", "alt"),
    )
    assert page(text).plain == "Before.\n\nA b\nOne two RSK-STD-01.\nthree\nh · i\nc · d\ncode\n\nB\nalt"


def test_rules_keep_label_short_name_and_text() -> None:
    text = "R4. **One owner.** Who `has` accepted. {#r4}\n\n- C1. **Asked:** all {#c1}\n\nPlain. {#p}\n\nR5. No name. {#r5}"
    assert page(text).rules == (
        Rule("r4", "R4", "One owner", "Who has accepted."),
        Rule("c1", "C1", "Asked", "all"),
        Rule("p", "", "", "Plain."),
        Rule("r5", "R5", "", "No name."),
    )


def test_what_a_text_uses_is_listed_with_its_lines() -> None:
    made = page("[[RSK-STD-01#r3]] and\n[a](https://example.org)\n\n![alt](../images/a.png)\n\n[[CRS-01]]")
    assert made.links == (("RSK-STD-01", "r3", 1), ("CRS-01", None, 6))
    assert made.external == (("https://example.org", 2),)
    assert made.images == (("images/a.png", "alt", 4),)


def test_words_of_the_interface_are_those_given() -> None:
    labels = Labels(
        permalink="Verweis", table="Tabelle", footnotes="Fußnoten", back="Zurück", footnote="Note", done="Erledigt", note="Hinweis"
    )
    made = page("# A\n\n|a|\n|-|\n\n- [x] b[^1]\n\n!!! note\n    c\n\n[^1]: d", labels).html
    for word in ('aria-label="Verweis"', "Tabelle: A", '"Fußnoten"', "Zurück 1", "Note 1", '"Erledigt"', ">Hinweis<"):
        assert word in made


def test_two_tables_of_one_section_have_names_of_their_own() -> None:
    made = page("# A\n\n|a|\n|-|\n\ntext\n\n|b|\n|-|\n").html
    assert 'aria-label="Table: A"' in made
    assert 'aria-label="Table: A (2)"' in made


def test_rendering_what_was_parsed_before_is_the_same() -> None:
    text = "# A\n\nR1. Do [[RSK-STD-01]]. {#r1}\n\n![x](images/gone.png)"
    assert markdown.render(markdown.parse(text), link=link) == markdown.render(text, link=link)


def test_what_cannot_be_filled_is_a_problem_with_its_line_and_the_words_stay() -> None:
    made = page("# A\n\n[[RSK-STD-99#r1]]\n\n![alt](images/gone.png)")
    assert [(problem.line, problem.code) for problem in made.problems] == [(3, "unknown-code"), (5, "missing-image")]
    assert "<p>RSK-STD-99</p>" in made.html
