"""A server process of the app, forked from one in which everything is loaded: a start costs only what the app does."""

import os
import sys
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path

from flask import Flask
from flask.cli import FlaskGroup
from jinja2 import FileSystemBytecodeCache

import settings
from app import configure
from tests.browser import at
from views.assets import Assets

Flask.jinja_options = {"bytecode_cache": FileSystemBytecodeCache()}
_forking = get_context("forkserver")
_forking.set_forkserver_preload([__name__, "tests.browser.built", "waitress", "pytest"])


def begin(environment: dict[str, str], said: Path, log: Path, begins: str, static: Path | None) -> BaseProcess:
    """`flask serve` with nothing but this environment. What it prints goes to the file `said`, what it logs to `log`;
    its clock begins at `begins` (UTC) unless empty, and its files are those in `static` unless None."""
    process = _forking.Process(target=_serve, args=(environment, said, log, begins, static), daemon=True)
    process.start()
    return process


def _serve(environment: dict[str, str], said: Path, log: Path, begins: str, static: Path | None) -> None:
    for file, stream in ((said, sys.stdout), (log, sys.stderr)):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND), stream.fileno())
    os.environ.clear()
    os.environ.update(environment)
    if begins:
        at.begin(begins)
    from tests.browser.built import APP

    configure(APP, settings.load())
    if static:
        APP.config["ASSETS"] = Assets(static)
    FlaskGroup(create_app=lambda: APP, add_default_commands=False).main(["serve"])
