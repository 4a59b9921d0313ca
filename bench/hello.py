"""A bare Flask app on the same waitress: the floor that every figure is a multiple of."""

import os

from flask import Flask
from waitress import serve

app = Flask(__name__)


@app.get("/")
def hello():
    return "hello"


if __name__ == "__main__":
    serve(app, host="127.0.0.1", port=int(os.environ["PORT"]), threads=int(os.environ["THREADS"]), ident=None)
