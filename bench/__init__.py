"""How fast Alongside is, beside what a person would compare it to. `make bench` runs it; see docs/performance.md."""
