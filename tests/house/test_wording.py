"""Every word of the interface that Python holds is known to gettext; and the reader shown what it must find."""

import pytest

from tests.house.source import parsed, sources
from tests.house.wording import interface, untranslated

FILES = interface(sources("portal"))


def test_every_word_of_the_interface_is_marked() -> None:
    assert len(FILES) > 100
    assert [f"{file.name}:{breach}" for file in FILES for breach in untranslated(file)] == []


@pytest.mark.parametrize(
    ("text", "breach"),
    [
        ("flash('Saved.')", "1: flash() of something that is not marked"),
        ("flash(f'{name} was saved.')", "1: flash() of something that is not marked"),
        ("form.refuse('No.')", "1: refuse() of something that is not marked"),
        ("name = StringField('Name')", "1: StringField() of something that is not marked"),
        ("MenuItem(_l('Today'), 'Home', 'reports.home', 'house')", "1: MenuItem() of something that is not marked"),
        ("DataRequired(message='Needed')", "1: message= of something that is not marked"),
        ("raise Refused('No.')", "1: Refused says what is not marked"),
        ("raise errors.NotFound(f'No {x}.')", "1: NotFound says what is not marked"),
        ("class A(Refused):\n    sentence = 'No.'", "2: a sentence that is not marked"),
        ("_(f'Hello {name}')", "1: _() of something that is not written out"),
        ("_l(LABELS[x])", "1: _l() of something that is not written out"),
        ("ngettext('One', many, 2)", "1: ngettext() of something that is not written out"),
    ],
)
def test_the_reader_finds_a_breach(text: str, breach: str) -> None:
    assert breach in untranslated(parsed(text))


@pytest.mark.parametrize(
    "text",
    [
        "flash(_('Saved.'))",
        "name = StringField(_l('Name'), [DataRequired(message=_l('Needed'))])",
        "raise Refused(N_('No %(what)s.'), what=x)",
        "raise NotFound",
        "class A(Refused):\n    sentence = N_('No.')",
        "ngettext('%(num)s day', '%(num)s days', 2)",
        "gettext(error.sentence)",
        "raise ValueError('a moment needs a zone')",
        "field(default='auto', label='')",
    ],
)
def test_the_reader_finds_nothing_where_nothing_is_wrong(text: str) -> None:
    assert untranslated(parsed(text)) == []
