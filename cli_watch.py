"""The thread of `flask serve` that looks for concerns begun and not sent, when nobody's page does."""

import logging
import threading

import database
from mentoring.unsent import EVERY, Watch

log = logging.getLogger("alongside")


def start_watching(watch: Watch) -> None:
    """Look every minute until the process ends."""
    threading.Thread(target=_keep_watching, args=(watch, threading.Event()), name="watch", daemon=True).start()


def _keep_watching(watch: Watch, stop: threading.Event) -> None:
    while not stop.wait(EVERY.total_seconds()):
        try:
            watch.look()
        except Exception as error:
            # A lost database: the next minute looks again.
            log.warning("unsent concerns were not looked for: %s", type(error).__name__)
        finally:
            database.db.close()
