"""Calendar files (iCalendar, RFC 5545) as a school office has them: the days of their events, and nothing else."""

from mentoring.calendar_files.reading import MOST_BYTES, Found, Reading, Unreadable, read

__all__ = ["MOST_BYTES", "Found", "Reading", "Unreadable", "read"]
