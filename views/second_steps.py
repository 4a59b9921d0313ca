"""Between the right password and a login: a code, a key or a recovery code."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for

from forms.factors import SecondStepForm
from mentoring import entering, security_keys
from mentoring.entering import StepRefused
from mentoring.factors import Answer
from models import CodeApp, SecondStep
from views import entrance, guard
from views.cookies import STEP, cookie, delete_cookie
from views.guard import public

room = Blueprint("second_steps", __name__, url_prefix="/second-steps")


@room.get("/new")
@public
def new():
    step = entering.step_of(cookie(STEP))
    if step is None:
        return redirect(url_for("signing_in.new", next=guard.safe_path(request.args.get("next")) or None), 303)
    return _page(step, SecondStepForm(data={"next": guard.safe_path(request.args.get("next"))}))


@room.post("")
@public
def create():
    step, form = entering.step_of(cookie(STEP)), SecondStepForm(request.form)
    if step is None:
        return _over("That took more than five minutes. Sign in again.", form)
    if not (form.code.data or form.recovery.data or form.credential.data):
        form.code.errors = [f"Write the six digits. {security_keys.NO_ANSWER}"]
        return _page(step, form, 422)
    answer = Answer(entrance.place(), step.token_hash, form.code.data, form.recovery.data, form.credential.data or "")
    try:
        entry = entering.finish(current_app.config["SEAL"], step, answer, request.remote_addr or "")
    except StepRefused as error:
        if error.over:
            return _over(str(error), form)
        (form.recovery if answer.recovery else form.code).errors = [str(error)]
        return _page(step, form, 429 if error.throttled else 422)
    if answer.recovery:
        flash("You came in with a recovery code, and are signed out everywhere else. See how many are left", "warn")
        form.next.data = url_for("factors.index")
    return entrance.let_in(entry, form.next.data)


@room.post("/challenges")
@public
def challenges_create():
    """What the browser asks of one of the person's keys."""
    step = entering.step_of(cookie(STEP))
    if step is None or not security_keys.keys_at(step.user, entrance.place()):
        return {"sentence": "That took more than five minutes. Sign in again."}, 409
    from mentoring import key_ceremonies

    options = key_ceremonies.ask(step.token_hash, step.user, entrance.place())
    return current_app.response_class(options, mimetype="application/json")


def _page(step: SecondStep, form: SecondStepForm, status: int = 200):
    return render_template(
        "second_steps/new.html", form=form, keys=security_keys.keys_at(step.user, entrance.place()),
        apps=CodeApp.select().where(CodeApp.user == step.user).exists(), why_not=entrance.place().why_not(),
    ), status  # fmt: skip


def _over(sentence: str, form: SecondStepForm):
    flash(sentence, "warn")
    response = redirect(url_for("signing_in.new", next=guard.safe_path(form.next.data) or None), 303)
    delete_cookie(response, STEP)
    return response
