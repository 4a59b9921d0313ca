"""Pupils and what is recorded about them, as a first Django app would have it."""

from django.contrib.auth.models import User
from django.db import models


class SchoolClass(models.Model):
    name = models.CharField(max_length=60)

    def __str__(self):
        return self.name


class Pupil(models.Model):
    forename = models.CharField(max_length=120)
    surname = models.CharField(max_length=120)
    known_as = models.CharField(max_length=120)
    school_class = models.ForeignKey(SchoolClass, models.PROTECT, null=True)

    def __str__(self):
        return f"{self.known_as} {self.surname}"


class Option(models.Model):
    list = models.CharField(max_length=40)
    name = models.CharField(max_length=80)

    def __str__(self):
        return self.name


class Record(models.Model):
    kind = models.CharField(max_length=30)
    pupil = models.ForeignKey(Pupil, models.PROTECT)
    author = models.ForeignKey(User, models.PROTECT)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    place = models.ForeignKey(Option, models.PROTECT, null=True, blank=True, related_name="+")
    ending = models.ForeignKey(Option, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["-occurred_at"]

    def __str__(self):
        return f"{self.kind} {self.occurred_at:%d/%m/%Y}"
