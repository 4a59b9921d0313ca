"""The app with its routes and its files, built once in the process that the servers of the tests are forked from."""

from pathlib import Path
from tempfile import TemporaryDirectory

import database
from app import create_app

with TemporaryDirectory() as folder:
    APP = create_app(DATABASE_URL=f"sqlite:///{Path(folder) / 'none.db'}", SECRET_KEY="only for tests")
    database.db.close()
