"""Signing in and out, forgotten passwords, one-time links. All open to everybody, each with one answer for everybody."""

from dataclasses import dataclass

from flask import Response, flash, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user, login_user, logout_user
from werkzeug.wrappers import Response as BaseResponse

from portal import clock
from portal.config import Config
from portal.db import Database
from portal.errors import NotAllowed
from portal.jobs import service as jobs
from portal.people import queries, service
from portal.people.forms import ForgottenForm, NewPasswordForm, SignInForm
from portal.people.letters import Letterhead
from portal.people.service.door import SignedIn, Try
from portal.people.service.new_password import Wish
from portal.people.service.refusals import TooManyTries, WrongCredentials
from portal.people.views.room import blueprint, letterhead
from portal.web import PUBLIC, allows, config, database, page, reading, refusals, same_site, writing
from portal.web.forms import sentence_of

FEW_TRIES = 5
LINK_KEY = "link_key"


@dataclass(frozen=True)
class SignInPage:
    """The door. `tries_left` is None as long as there are plenty."""

    tries_left: int | None = None


@dataclass(frozen=True)
class ForgottenPage:
    """Asking for a link; `sent` once it was asked for, whether or not there is such an account."""

    sent: bool = False


@dataclass(frozen=True)
class NewPasswordPage:
    """Choosing a password with a link; `good` is false once the link has been used or has expired."""

    good: bool
    name: str
    invited: bool


@blueprint.route("/sign-in", methods=["GET", "POST"])
@allows(PUBLIC)
def sign_in() -> BaseResponse:
    """The sign-in page."""
    form = SignInForm(next=request.args.get("next", ""))
    if request.method in {"GET", "HEAD"} and current_user.is_authenticated:
        return redirect(same_site(form.next.data, url_for("reports.home")))
    if not form.validate_on_submit():
        return page("people/sign_in.html", SignInPage(), form=form)
    someone = Try(form.email.data, form.password.data, request.remote_addr or "", clock.now(), config().password_cost)
    try:
        signed_in = service.sign_in(database(), someone, keep=form.keep.data)
    except (WrongCredentials, TooManyTries) as refusal:
        return _refused(form, refusal)
    enter(signed_in)
    return redirect(same_site(form.next.data, url_for("reports.home")), 303)


@blueprint.post("/sign-out")
@allows(PUBLIC)
def sign_out() -> BaseResponse:
    """End this sign-in; also for somebody whose sign-in has ended meanwhile."""
    leave()
    flash(_("You are signed out."))
    return redirect(url_for("people.sign_in"), 303)


@blueprint.route("/sign-in/forgotten", methods=["GET", "POST"])
@allows(PUBLIC)
def forgotten() -> BaseResponse:
    """Ask for a one-time link. Everything that depends on the account happens after the answer has left."""
    form = ForgottenForm()
    if not form.validate_on_submit():
        return page("people/forgotten.html", ForgottenPage(), form=form)
    answer = page("people/forgotten.html", ForgottenPage(sent=True), form=form)
    target, settings, head, email = database(), config(), letterhead(), str(form.email.data)
    answer.call_on_close(lambda: _send_link(target, settings, head, email))
    return answer


@blueprint.get("/sign-in/link/<string:key>")
@allows(PUBLIC)
def link(key: str) -> BaseResponse:
    """Take the key out of the address into the signed cookie, so that no page has it in its own address or sends it on as Referer."""
    session[LINK_KEY] = key
    answer = redirect(url_for("people.set_password"), 303)
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


@blueprint.route("/sign-in/new-password", methods=["GET", "POST"])
@allows(PUBLIC)
def set_password() -> BaseResponse:
    """Choose a password with the link opened last in this browser."""
    key, form = session.get(LINK_KEY, ""), NewPasswordForm()
    if form.validate_on_submit():
        with refusals(form):
            service.set_password(database(), key, _wish(form.password.data))
            leave()
            jobs.deliver_soon(database(), config(), at=clock.now())
            flash(_("Your password is set. Sign in with it."))
            return redirect(url_for("people.sign_in"), 303)
    owner = queries.link_owner(reading(), key, clock.now())
    shown = NewPasswordPage(owner is not None, owner.name if owner else "", owner is not None and owner.invited)
    return page("people/new_password.html", shown, form=form, status=200 if owner else 410)


def enter(signed_in: SignedIn) -> None:
    """Begin the browser's session anew, so that nothing planted before the sign-in survives it."""
    leave()
    settings = config()
    reader = queries.signed_in(reading(), signed_in.session_key, clock.now(), zone=settings.zone, language=settings.language)
    if reader is None:
        raise NotAllowed
    login_user(reader)
    session.permanent = True


def leave() -> None:
    """End this browser's sign-in, if there is one, and forget all its cookie held."""
    if current_user.is_authenticated:
        with writing() as ending:
            service.sign_out(ending, current_user.session_key, at=clock.now())
        logout_user()
    session.clear()


def _refused(form: SignInForm, refusal: WrongCredentials | TooManyTries) -> Response:
    form.refuse(sentence_of(refusal))
    left = refusal.tries_left if isinstance(refusal, WrongCredentials) else None
    if left == 0:
        form.refuse(_("That was the last try before a pause of 15 minutes."))
    elif left is not None and left <= FEW_TRIES:
        form.refuse(ngettext("%(num)s try left before a pause of 15 minutes.", "%(num)s tries left before a pause of 15 minutes.", left))
    answer = page("people/sign_in.html", SignInPage(left), form=form)
    if isinstance(refusal, TooManyTries):
        answer.status_code = 429
        answer.headers["Retry-After"] = str(refusal.minutes * 60)
    return answer


def _send_link(target: Database, settings: Config, head: Letterhead, email: str) -> None:
    at = clock.now()
    with target.writing() as writing_session:
        written = service.asked_for_link(writing_session, email, head=head, at=at)
    if written:
        jobs.deliver(target, settings, at=at)


def _wish(password: str) -> Wish:
    return Wish(password, letterhead(), clock.now(), config().password_cost)
