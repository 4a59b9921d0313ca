"""`python -m bench [--quick] [--write-docs] [--only …] SIZE…`: measures, prints one report, keeps it as JSON."""

import argparse
import os
import platform
import statistics
import time

from bench import browser, filling, importing, offline, report, servers, speed, theirs
from bench.report import Line

PARTS = ("speed", "growth", "browser", "process")
SUBJECTS = ("hello", "Alongside", "Django admin")
START_SECONDS, MEMORY_MB, IMPORT_SECONDS, INTERACTIVE_MS = 1.5, 120, 1, 1100
FIRST_KB, FIRST_REQUESTS, LATER_KB = 75, 10, 15
OPEN_MS, DELIVERY_SECONDS, TAP_MS = 1000, 60, 100
MOST_TAPS = {"incident": 5, "parent_contact": 3, "session": 7, "group_session": 5, "praise": 4}


def main() -> None:
    """Measure what is asked for and print the report."""
    told = arguments()
    began = time.monotonic()
    for size in told.sizes:
        ours = filling.filled(size)
        if {"speed", "growth"} & set(told.only):
            theirs.filled(ours)
    speeds, lines = [], []
    seconds = 0.8 if told.quick else 4.0
    if "speed" in told.only:
        for size in told.sizes:
            for subject in SUBJECTS:
                say(f"{subject} at {size:,} records")
                found, memory = speed.times(subject, size, seconds)
                speeds += found
                lines += memory_lines(subject, size, memory)
    if "growth" in told.only and len(told.sizes) > 1:
        for subject in SUBJECTS[1:]:
            say(f"{subject}: growth")
            small, large = told.sizes[0], told.sizes[-1]
            lines += report.growth_lines(subject, speed.growth(subject, small, large), small, large)
    if "browser" in told.only:
        lines += browser_lines(told.sizes[0], 3 if told.quick else 7)
        lines += offline_lines(told.sizes[0], 3 if told.quick else 7)
    if "process" in told.only:
        lines += process_lines(told.sizes[-1])
    print(f"\n{report.text(speeds, lines)}\n\nMeasured in {time.monotonic() - began:.0f} s.")
    report.keep(filling.FOLDER / "figures.json", speeds, lines)
    if told.write_docs:
        report.write_docs(speeds, lines, made())


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("sizes", nargs="+", type=int, help="how many records; the smallest first")
    parser.add_argument("--quick", action="store_true", help="a fifth of the time for each figure")
    parser.add_argument("--write-docs", action="store_true", help="write the figures into docs/performance.md")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, help="measure no more than these")
    return parser.parse_args()


def memory_lines(subject: str, size: int, memory: dict[str, float]) -> list[Line]:
    aim = MEMORY_MB if subject == "Alongside" else None
    name = f"{subject}: memory with {speed.MANY} clients, {size:,} records"
    lines = [Line(name, memory["working"], "MB", aim, "at its highest")]
    if subject == "Alongside":
        name = f"{subject}: memory while {speed.MANY} people sign in, {size:,} records"
        lines.append(Line(name, memory["signing in"], "MB", None, "64 MiB for each of two passwords at once"))
    return lines


def browser_lines(size: int, tries: int) -> list[Line]:
    """Figures of a browser on a database of `size` records."""
    say("The browser")
    with speed.of_its_own(filling.filled(size)) as database, servers.alongside(database) as server:
        address = f"http://127.0.0.1:{server.port}"
        first, later = browser.weights(address)
        took = browser.interactive(address, tries)
        taps = browser.taps(address)
    return [
        Line("New incident, first visit", first.bytes / 1000, "kB", FIRST_KB),
        Line("New incident, first visit", first.requests, "requests", FIRST_REQUESTS),
        Line("New incident, later visit", later.bytes / 1000, "kB", LATER_KB, f"{later.requests} request(s)"),
        Line("New incident, interactive on a slow tablet", statistics.median(took), "ms", INTERACTIVE_MS,
             f"{min(took):.0f} to {max(took):.0f} ms in {len(took)} tries"),
        *(Line(f"Taps: {kind}", count, "taps", MOST_TAPS.get(kind), f"from {start}")
          for kind, (count, start) in taps.items()),
    ]  # fmt: skip


def offline_lines(size: int, tries: int) -> list[Line]:
    """Figures of a tablet that had no signal, at a school with `size` records."""
    say("The browser without signal")
    with speed.of_its_own(filling.filled(size)) as database, servers.alongside(database) as server:
        address = f"http://127.0.0.1:{server.port}"
        sent = offline.delivery(address, database)
        took = offline.opening(address, server, tries)
    many, middle = f"{offline.RECORDS} waiting records", statistics.median
    return [
        Line("New incident with the server gone", middle(took), "ms", OPEN_MS,
             f"{min(took):.0f} to {max(took):.0f} ms in {len(took)} tries"),
        Line(f"{many} delivered", sent.seconds, "s", DELIVERY_SECONDS),
        Line("Today, loaded meanwhile", middle(sent.loads), "ms", None,
             f"{middle(sent.loads_before):.0f} ms before; {len(sent.loads)} loads, {max(sent.loads):.0f} ms at most"),
        Line("A tapped chip, painted meanwhile", middle(sent.taps), "ms", TAP_MS,
             f"{middle(sent.taps_before):.0f} ms before; {max(sent.taps):.0f} ms at most"),
    ]  # fmt: skip


def process_lines(size: int) -> list[Line]:
    """Start time on a database of `size` records, and the import."""
    say("Start and import")
    starts = []
    with speed.of_its_own(filling.filled(size)) as database:
        for _ in range(3):
            with servers.alongside(database) as server:
                starts.append(server.started)
    took = importing.seconds()
    parts = ", ".join(f"{name} {value:.2f} s" for name, value in took.items())
    return [
        Line(f"Start to the first page, {size:,} records", statistics.median(starts), "s", START_SECONDS),
        Line("Import of 2,000 pupils", sum(took.values()), "s", IMPORT_SECONDS, parts),
    ]


def made() -> str:
    """When and on what, in general words."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cores = os.cpu_count()
    return f"{time.strftime('%-d %B %Y')}, {cores} cores, {memory:.0f} GB, Linux, Python {platform.python_version()}."


def say(what: str) -> None:
    print(f"{what} …", flush=True)


if __name__ == "__main__":
    main()
