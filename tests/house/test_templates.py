"""The laws of templates; and each reader shown a breach of its law, and its like that is none."""

from collections.abc import Callable

import pytest
from flask import Flask
from jinja2 import StrictUndefined, UndefinedError

from tests.house import templates
from tests.house.templates import Template, parsed

Law = Callable[[Template], list[str]]
ALL = templates.templates()
LAWS: list[Law] = [
    templates.outside_the_layout,
    templates.untitled,
    templates.inline_code,
    templates.untranslated,
    templates.not_extractable,
]
HEAD = '{% extends "_layout.html" %}{% block title %}{{ page.title }}{% endblock %}'


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_every_template_keeps_the_law(law: Law) -> None:
    assert ALL
    assert [f"{template.name}:{breach}" for template in ALL for breach in law(template)] == []


@pytest.mark.parametrize("config", ["sqlite"], indirect=True)
def test_every_template_is_understood_by_the_application(app: Flask) -> None:
    loaded = {template.name: app.jinja_env.get_template(template.name).name for template in ALL}
    assert loaded == {name: name for name in loaded}


@pytest.mark.parametrize("config", ["sqlite"], indirect=True)
def test_a_template_that_names_what_it_was_not_given_fails(app: Flask) -> None:
    assert app.jinja_env.undefined is StrictUndefined
    with pytest.raises(UndefinedError), app.test_request_context():
        app.jinja_env.from_string("{{ nobody_gave_this }}").render()


BREACHES: list[tuple[Law, str, str]] = [
    (templates.outside_the_layout, "<h1>Alone</h1>", "1: does not extend the layout"),
    (templates.outside_the_layout, '{% extends "another.html" %}', "1: does not extend the layout"),
    (templates.untitled, '{% extends "_layout.html" %}{% block main %}x{% endblock %}', "1: has no title"),
    (templates.untitled, '{% extends "_layout.html" %}{% block title %}{% endblock %}', "1: has no title"),
    (templates.inline_code, "<p style='color: red'>", "1: <p style='color: red'>"),
    (templates.inline_code, "<p>\n<style>p {}</style>", "2: <style>"),
    (templates.inline_code, "<script>go()</script>", "1: <script>"),
    (templates.inline_code, '<a onclick="{{ go }}">', '1: <a onclick="▢">'),
    (templates.untranslated, "<p>Hello {{ name }}</p>", "text 'Hello ▢'"),
    (templates.untranslated, "<p>{{ name }} left.</p>", "text '▢ left.'"),
    (templates.untranslated, "{% if x %}{% for y in z %}<b>über</b>{% endfor %}{% endif %}", "text 'über'"),
    (templates.untranslated, '<a aria-label="Open {{ name }}">', "text 'Open ▢'"),
    (templates.untranslated, '<input placeholder="Name">', "text 'Name'"),
    (templates.untranslated, '<input type="submit" value="Send">', "text 'Send'"),
    (templates.untranslated, '{% block root %} title="Root"{% endblock %}', "text 'Root'"),
    (templates.untranslated, "{{ 'Yes' if x else 'no' }}", "1: value 'Yes'"),
    (templates.untranslated, "{{ button('Send it', url) }}", "1: value 'Send it'"),
    (templates.untranslated, "{{ name or 'Nobody here.' }}", "1: value 'Nobody here.'"),
    (templates.not_extractable, "{{ _(sentence) }}", "1: _() of something that is not written out"),
    (templates.not_extractable, "{{ _('a' ~ b) }}", "1: _() of something that is not written out"),
    (templates.not_extractable, "{{ ngettext('One', many, 2) }}", "1: ngettext() of something that is not written out"),
]


@pytest.mark.parametrize(("law", "text", "breach"), BREACHES, ids=[f"{law.__name__}-{text}" for law, text, _ in BREACHES])
def test_the_reader_finds_a_breach(law: Law, text: str, breach: str) -> None:
    assert breach in law(parsed(text))


KEPT: list[tuple[Law, str, str]] = [
    (templates.outside_the_layout, HEAD, "room/page.html"),
    (templates.outside_the_layout, '{% extends "people/_door.html" %}', "room/page.html"),
    (templates.outside_the_layout, "{% macro icon(name) %}{% endmacro %}", "_macros/bits.html"),
    (templates.untitled, HEAD, "room/page.html"),
    (templates.inline_code, '<script src="{{ asset(\'x.js\') }}"></script><p class="style">onward</p>', "x.html"),
    (templates.untranslated, "<p>{{ _('Hello') }} – {{ name }}: 12 %</p>", "x.html"),
    (templates.untranslated, '<meta name="viewport" content="width"><kbd>Esc</kbd><a class="btn" href="/x">{{ x }}</a>', "x.html"),
    (templates.untranslated, "{% if kind == 'Standard' %}{{ names['Owner'] }}{{ icon('archive-fill') }}{% endif %}", "x.html"),
    (templates.untranslated, '{% block root %} data-print-head="{{ code }}"{% endblock %}', "x.html"),
    (templates.not_extractable, "{{ _('Hello %(name)s', name=name) }}{{ ngettext('%(num)s day', '%(num)s days', n) }}", "x.html"),
]


@pytest.mark.parametrize(("law", "text", "name"), KEPT, ids=[f"{law.__name__}-{text}" for law, text, _ in KEPT])
def test_the_reader_finds_nothing_where_nothing_is_wrong(law: Law, text: str, name: str) -> None:
    assert law(parsed(text, name)) == []
