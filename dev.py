"""What `make dev` serves: the app, once scripts and styles are bundled anew that have changed since."""

import build_assets

build_assets.freshen()

from app import create_app  # noqa: E402, F401
