"""Alongside: settings, database, guard, rooms, commands."""

import logging

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

import cli
import database
import settings as our_settings
from mentoring.mail import Post
from mentoring.signing_in import Passwords
from mentoring.unsent import Watch
from views import errors, guard, headers, rooms, words
from views.assets import Assets, asset
from views.fragments import htmx


def create_app(**given: str) -> Flask:
    """The application, set by `given`, the environment or `.env`. Opens the database; migrates nothing."""
    settings = our_settings.load(**given)
    app = Flask(__name__, static_folder=None)
    app.config.update(
        SETTINGS=settings,
        PASSWORDS=Passwords(settings.ARGON2_KIB),
        POST=_post(settings),
        WATCH=Watch(bool(settings.SMTP_HOST)),
        ASSETS=Assets(),
        SECRET_KEY=settings.SECRET_KEY,
        TRUSTED_HOSTS=list(settings.TRUSTED_HOSTS),
        MAX_CONTENT_LENGTH=guard.MOST_UPLOAD,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        MAX_FORM_PARTS=5000,
        SESSION_COOKIE_NAME="notice",
        SESSION_COOKIE_SAMESITE="Lax",
    )
    logging.getLogger("alongside").setLevel(logging.INFO)
    app.url_map.converters["int"] = guard.Number
    database.connect(settings.DATABASE_URL)
    htmx.init_app(app)
    app.before_request(headers.begin)
    app.before_request(guard.check)
    app.before_request(app.config["WATCH"].look)
    app.after_request(headers.add)
    errors.install(app)
    words.install(app)
    app.jinja_env.globals["asset"] = asset
    for room in rooms():
        app.register_blueprint(room)
    cli.install(app)
    if settings.TRUSTED_PROXIES:
        count = settings.TRUSTED_PROXIES
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    return app


def _post(settings: our_settings.Settings) -> Post:
    return Post(
        settings.SMTP_HOST, settings.SMTP_PORT, settings.SMTP_USER, settings.SMTP_PASSWORD, settings.SMTP_SECURITY,
        settings.MAIL_FROM, settings.PUBLIC_URL, settings.SECRET_KEY,
    )  # fmt: skip
