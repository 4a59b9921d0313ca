"""Insights: how many, how often, where; small counts hidden from who reads no records."""

from flask import Blueprint, g, render_template, request

from mentoring import clock, insights
from models import KINDS
from views import known
from views.guard import allow

room = Blueprint("insights", __name__, url_prefix="/insights")
YEARS = 4


@room.get("")
@allow("lead", "dsl", "slt", "head", "trust")
def index():
    this = clock.school_year(clock.today(g.member.school.zone))
    asked = request.args.get("year", "")
    year = int(asked) if known.is_number(asked) and this - YEARS < int(asked) <= this else this
    return render_template(
        "insights/index.html", figures=insights.of(g.member, year), year=year, least=insights.small_counts.LEAST,
        years=list(range(this, this - YEARS, -1)), words={kind.plural: kind for kind in KINDS.values()},
    )  # fmt: skip
