"""E-mail: whether there is a server, and what could not be sent."""

from flask import Blueprint, current_app, flash, g, redirect, render_template, url_for

from mentoring import mail
from models import Mail
from views.guard import allow, one_or_404

room = Blueprint("mails", __name__, url_prefix="/mails")


@room.get("")
@allow("admin")
def index():
    return render_template(
        "mails/index.html", post=current_app.config["POST"], trouble=mail.in_trouble(g.member),
        last_sent=mail.last_sent(g.member),
    )  # fmt: skip


@room.post("/<int:number>/removal")
@allow("admin")
def destroy(number):
    """Put away one that was given up."""
    mail.put_away(g.member, one_or_404(Mail.visible_to(g.member).where(Mail.id == number)))
    flash("Put away")
    return redirect(url_for("mails.index"), 303)
