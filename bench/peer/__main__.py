"""Serves the peer with waitress, with as many threads as Alongside."""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.peer.settings"

if __name__ == "__main__":
    from django.core.wsgi import get_wsgi_application
    from waitress import serve

    port, threads = int(os.environ["PORT"]), int(os.environ["THREADS"])
    serve(get_wsgi_application(), host="127.0.0.1", port=port, threads=threads, ident=None)
