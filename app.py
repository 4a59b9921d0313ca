"""Alongside: settings, database, guard, rooms, commands."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

import cli
import database
import settings as our_settings
from mentoring import chain, mail, providers
from mentoring.mail import Post
from mentoring.outbox_keys import Keys
from mentoring.sealing import Seal
from mentoring.signing_in import Passwords
from mentoring.tickets import Tickets
from mentoring.unsent import Watch
from views import arriving, cookies, errors, guard, headers, logs, rooms, words
from views.assets import Assets, asset, drawn
from views.fragments import htmx


def create_app(**given: str) -> Flask:
    """The application, set by `given`, the environment or `.env`. Opens the database; migrates nothing."""
    settings = our_settings.load(**given)
    app = Flask(__name__, static_folder=None)
    configure(app, settings)
    app.config["ASSETS"] = Assets()
    app.url_map.converters["int"] = guard.Number
    app.session_interface = cookies.Notices()
    htmx.init_app(app)
    app.before_request(headers.begin)
    app.before_request(guard.check)
    app.after_request(logs.write)
    app.before_request(lambda: app.config["WATCH"].look())
    app.after_request(headers.add)
    app.after_request(arriving.to_outbox)
    app.teardown_request(guard.leave)
    errors.install(app)
    words.install(app)
    app.jinja_env.globals |= {"asset": asset, "drawn": drawn}
    for room in rooms():
        app.register_blueprint(room)
    cli.install(app)
    if settings.TRUSTED_PROXIES:
        count = settings.TRUSTED_PROXIES
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    return app


def configure(app: Flask, settings: our_settings.Settings) -> None:
    """Set the application, whatever it was set to before, and open its database."""
    app.config.update(
        SETTINGS=settings,
        PASSWORDS=Passwords(settings.ARGON2_KIB),
        SEAL=Seal(settings.SECRET_KEY),
        TICKETS=Tickets(settings.SECRET_KEY),
        OUTBOX_KEYS=Keys(settings.OUTBOX_KEY_FILE),
        PROVIDERS=providers.configured(settings),
        POST=_post(settings),
        WATCH=Watch(bool(settings.SMTP_HOST)),
        SECRET_KEY=settings.SECRET_KEY,
        TRUSTED_HOSTS=list(settings.TRUSTED_HOSTS),
        MAX_CONTENT_LENGTH=guard.MOST_UPLOAD,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        MAX_FORM_PARTS=5000,
    )
    chain.use(settings.AUDIT_KEY)
    mail.use(app.config["POST"])
    database.connect(settings.DATABASE_URL)


def _post(settings: our_settings.Settings) -> Post:
    return Post(
        settings.SMTP_HOST, settings.SMTP_PORT, settings.SMTP_USER, settings.SMTP_PASSWORD, settings.SMTP_SECURITY,
        settings.MAIL_FROM, settings.PUBLIC_URL, settings.SECRET_KEY,
    )  # fmt: skip
