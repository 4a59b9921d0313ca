"""Faults injected from outside into real servers and real browsers: what security.md promises, tried and counted."""
