"""Fills the peer's database with the same records, from one of ours: `python -m bench.peer.filling OURS`."""

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.peer.settings")
NAMES = ("Amara", "Ben", "Carys")
COPY = """
INSERT INTO bench_schoolclass (id, name) SELECT id, name FROM ours.school_class;
INSERT INTO bench_option (id, list, name) SELECT id, list, name FROM ours.option;
INSERT INTO bench_pupil (id, forename, surname, known_as, school_class_id)
  SELECT id, forename, surname, known_as, school_class_id FROM ours.pupil;
INSERT INTO bench_record (id, kind, pupil_id, author_id, occurred_at, recorded_at, place_id, ending_id, note)
  SELECT id, kind,
    (SELECT pupil_id FROM ours.participation WHERE record_id = record.id ORDER BY id LIMIT 1),
    author_id, occurred_at, recorded_at,
    (SELECT option_id FROM ours.choice JOIN ours.option ON option.id = option_id
      WHERE record_id = record.id AND list = 'place'),
    (SELECT option_id FROM ours.choice JOIN ours.option ON option.id = option_id
      WHERE record_id = record.id AND list = 'ending'),
    note FROM ours.record AS record;
"""


def main(ours: str) -> None:
    """Migrate, make the people, copy the rows."""
    import django

    django.setup()
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", run_syncdb=True, verbosity=0)
    for name in NAMES:
        User.objects.create_superuser(name.lower(), "", "orchard lantern ferry")
    connection.ensure_connection()
    plain = connection.connection
    plain.execute("ATTACH ? AS ours", (ours,))
    plain.executescript(COPY)


if __name__ == "__main__":
    main(sys.argv[1])
