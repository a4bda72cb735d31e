"""The base of every form. A form checks shape; services check law; whatever a service refuses comes back on the form that asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from flask import session
from flask_babel import gettext
from flask_wtf import FlaskForm
from flask_wtf.csrf import generate_csrf

from portal.errors import Conflict, Refused


class BaseForm(FlaskForm):  # type: ignore[misc]
    """Carries the CSRF token; `refuse` puts a sentence above the fields."""

    def refuse(self, sentence: str) -> None:
        """Show `sentence` (already translated) above the form; what was typed stays."""
        self.form_errors.append(sentence)


class NoChangeForm(BaseForm):
    """A form of one button: nothing but the token."""


def csrf_token() -> str:
    """What a form of this session carries. Signed once: it holds as long as the session does, and every page has some."""
    return _signed(session["csrf_token"]) if "csrf_token" in session else str(generate_csrf())


@lru_cache(maxsize=4096)
def _signed(_of_session: str) -> str:
    return str(generate_csrf())


def no_change_form() -> NoChangeForm:
    """The form behind a button that needs no fields."""
    return NoChangeForm()


def described(field: Any, note: str) -> dict[str, str]:
    """The attributes that tie a field to its help and its errors, for the macro `field`."""
    parts = [f"{field.id}-help"] if note else []
    parts += [f"{field.id}-errors"] if field.errors else []
    attributes = {"aria-describedby": " ".join(parts)} if parts else {}
    return attributes | ({"aria-invalid": "true"} if field.errors else {})


@contextmanager
def refusals(form: BaseForm) -> Iterator[None]:
    """Turn what a service refuses inside the block into an error of the form; its transaction is already undone."""
    try:
        yield
    except (Refused, Conflict) as refused:
        form.refuse(sentence_of(refused))


def sentence_of(error: Any) -> str:
    """The translated sentence of one of our errors."""
    return str(gettext(error.sentence, **error.params) if error.params else gettext(error.sentence))
