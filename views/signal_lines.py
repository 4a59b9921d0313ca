"""The rules of signals: which of them the school looks at, and where it draws the line of each."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for

from forms.signals import RuleForm
from mentoring import signal_rules
from mentoring.signal_rules import RULES, Rule, Setting
from views.guard import allow

room = Blueprint("signal_lines", __name__, url_prefix="/signal-lines")


@room.get("")
@allow("lead", "dsl")
def edit():
    return _page({one.rule.name: _form(one.rule, None, _data(one)) for one in _settings()})


@room.post("")
@allow("lead", "dsl")
def update():
    forms = {name: _form(rule, request.form) for name, rule in RULES.items()}
    valid = [form.validate() for form in forms.values()]  # each of them: all() would leave out those after a fault
    if not all(valid):
        return _page(forms, 422)
    seen = {name: form.seen.data for name, form in forms.items()}
    try:
        changed = signal_rules.change(g.member, [_setting(RULES[name], form) for name, form in forms.items()], seen)
    except signal_rules.Changed as error:
        for one in _settings():
            forms[one.rule.name].seen.data = one.said
        forms[error.name].is_on.errors = [f"{error} Saving again keeps what you choose."]
        return _page(forms, 409)
    flash("Saved" if changed else "Nothing had changed")
    return redirect(url_for("signals.index"), 303)


def _settings() -> list[Setting]:
    return list(signal_rules.settings(g.member.school).values())


def _form(rule: Rule, sent, data: dict | None = None) -> RuleForm:
    line = (rule.low, rule.high) if rule.line is not None else None
    span = (rule.least_span, rule.most_span) if rule.span is not None else None
    return RuleForm(sent, data=data or {}, prefix=f"{rule.name}-", line=line, span=span, label=rule.asks)


def _data(one: Setting) -> dict:
    return {"seen": one.said, "is_on": one.is_on, "line": one.line, "span": one.span}


def _setting(rule: Rule, form: RuleForm) -> Setting:
    line = form.line.data if "line" in form else 0
    return Setting(rule, form.is_on.data, line, form.span.data if "span" in form else 0)


def _page(forms: dict[str, RuleForm], status: int = 200):
    faults = [fault for form in forms.values() for fault in form.faults()]
    rows = [(RULES[name], form) for name, form in forms.items()]
    return render_template("signal_lines/edit.html", rows=rows, faults=faults), status
