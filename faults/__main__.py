"""`python -m faults [--short] [--write-docs] [R1 R5 …]`: injects, counts, prints one table; 1 where one fell."""

import argparse
import sys
import tempfile
import time
import traceback
from importlib import import_module
from pathlib import Path

from faults import report
from faults.found import Found
from faults.report import Row

PROMISES = {
    "R1": "kills", "R2": "power_cuts", "R3": "full_disks", "R4": "contention", "R5": "lost_replies",
    "R6": "double_taps", "R7": "offline_days", "R8": "other_people", "R9": "bad_records", "R10": "clocks",
    "R11": "quotas", "R12": "updates", "R15": "restores",
}  # fmt: skip


def main() -> None:
    """Try the promises asked for, one after another, and print what came of it."""
    told = arguments()
    rows = []
    for promise in told.promises or PROMISES:
        print(f"{promise} …", flush=True)
        rows.append(tried(promise, told.short))
        print(report.words(rows[-1]), flush=True)
        if not told.short:
            report.keep(rows[-1])
    print(f"\n{report.text(rows)}")
    if told.write_docs:
        report.write_docs()
    sys.exit(not all(row.held for row in rows))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m faults")
    parser.add_argument("promises", nargs="*", metavar="promise", help=f"{', '.join(PROMISES)}; all unless told")
    parser.add_argument("--short", action="store_true", help="a few of each, in seconds; kept nowhere")
    parser.add_argument("--write-docs", action="store_true", help="write the last full figures into the docs")
    told = parser.parse_args()
    if unknown := set(told.promises) - set(PROMISES):
        parser.error(f"there is no {', '.join(sorted(unknown))}")
    return told


def tried(promise: str, short: bool) -> Row:
    """One promise, in a folder of its own that goes afterwards."""
    module = import_module(f"faults.{PROMISES[promise]}")
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix=f"alongside-{promise}-") as folder:
        try:
            found = module.run(Path(folder), short)
        except Exception as error:  # the other promises are tried all the same
            traceback.print_exc()
            found = Found("it ended early", faults=[f"{type(error).__name__}: {str(error).splitlines()[0]}"])
    return Row(promise, module.SAYS, found.injected, found.numbers, found.faults, round(time.monotonic() - began))


if __name__ == "__main__":
    main()
