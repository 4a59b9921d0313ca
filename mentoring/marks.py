"""The marks given in sessions, from 1 up, and attendance that means the pupil was not there."""

FEELINGS = ((1, "Awful"), (2, "Low"), (3, "Okay"), (4, "Good"), (5, "Great"))
ENGAGEMENT = ((1, "Hardly"), (2, "A little"), (3, "Partly"), (4, "Mostly"), (5, "Fully"))
NOT_THERE = frozenset({"absent", "declined", "cancelled"})
NAMES = {"feeling_in": "feeling coming in", "feeling_out": "feeling going out", "engagement": "engagement"}
