"""The app's name to Django."""

from django.apps import AppConfig


class Peer(AppConfig):
    name = "bench.peer"
    label = "bench"
