"""Sign in, sign out."""

from flask import Blueprint, current_app, g, redirect, render_template, request, url_for

from forms.signing_in import SignInForm
from mentoring import demo, signing_in
from models import School
from models.school import EVERYBODY
from views import entrance, guard
from views.guard import allow, public, while_setting_up

room = Blueprint("signing_in", __name__)


@room.get("/sign-in")
@public
def new():
    if not School.select().exists():
        return redirect(url_for("setup.closed"), 303)
    if g.member or guard.is_locked():
        return redirect(url_for("today.index"), 303)
    return _page(SignInForm(data={"next": guard.safe_path(request.args.get("next"))}))


@room.post("/sign-in")
@public
def create():
    form = SignInForm(request.form)
    if not form.validate():
        return _page(form, 422)
    try:
        entry = signing_in.sign_in(
            current_app.config["PASSWORDS"], form.email.data, form.password.data, entrance.visitor()
        )
    except signing_in.TooManyTries as error:
        form.email.errors = [str(error)]
        return _page(form, 429)
    except signing_in.SignInError as error:
        form.email.errors = [str(error)]
        return _page(form, 422)
    return entrance.let_in(entry, form.next.data)


@room.post("/sign-out")
@allow(*EVERYBODY)
@while_setting_up
def destroy():
    signing_in.sign_out(g.member, g.login)
    response = redirect(url_for("signing_in.new"), 303)
    entrance.clear_cookie(response)
    return response


def _page(form: SignInForm, status: int = 200):
    return render_template(
        "signing_in/new.html", form=form, accounts=demo.accounts(), providers=current_app.config["PROVIDERS"]
    ), status
