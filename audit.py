"""`make audit`: known faults of what Alongside is built from, and the bills of materials. Fails where it cannot know.

Each check says in a line whether it was clean, found something, or could not ask: a service that does not answer is a
failure, never a pass. The bills (CycloneDX) are written to audit/, which is ignored.
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
BILLS = HERE / "audit"
LOCKS = ("requirements.txt", "requirements-dev.txt", "requirements-bench.txt", "requirements-audit.txt",
         "requirements-sso-test.txt")  # fmt: skip
CLEAN, FOUND, UNKNOWN = "clean", "FOUND", "COULD NOT ASK"


@dataclass(frozen=True)
class Answer:
    """What a check came to: CLEAN, FOUND or UNKNOWN, and the words for it."""

    of: str
    state: str
    words: str = ""


def run(*command: str) -> subprocess.CompletedProcess:
    """A tool of this Python's own folder, or npm; its output is read, its state is ours to judge."""
    beside = Path(sys.executable).parent
    given = os.environ | {"PATH": f"{beside}{os.pathsep}{os.environ['PATH']}"}
    try:
        return subprocess.run(command, cwd=HERE, env=given, capture_output=True, text=True, check=False)  # noqa: S603
    except FileNotFoundError:
        return subprocess.CompletedProcess(command, 127, "", f"{command[0]} is not there. Run: make audit")


def python_faults(lock: str) -> Answer:
    """Ask PyPI's list of faults about every package of a lock file."""
    return judge_python(lock, run("pip-audit", "--disable-pip", "--require-hashes", "--progress-spinner=off",
                                  "--format=json", "-r", lock))  # fmt: skip


def judge_python(lock: str, done) -> Answer:
    """pip-audit's answer. A package that it skipped is one that nobody asked about."""
    try:
        packages = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        return Answer(lock, UNKNOWN, _last(done.stderr))
    skipped = [one["name"] for one in packages if "skip_reason" in one]
    faulty = [f"{one['name']} {one['version']}: {', '.join(fault['id'] for fault in one['vulns'])}"
              for one in packages if one.get("vulns")]  # fmt: skip
    if faulty:
        return Answer(lock, FOUND, "; ".join(faulty))
    if skipped or not packages:
        return Answer(lock, UNKNOWN, f"PyPI's list of faults did not know {len(skipped)} of {len(packages)} packages.")
    return Answer(lock, CLEAN if done.returncode == 0 else UNKNOWN, f"{len(packages)} packages")


def npm_faults() -> Answer:
    """Ask npm's registry about every package of package-lock.json."""
    return judge_npm(run("npm", "audit", "--package-lock-only", "--json"))


def judge_npm(done) -> Answer:
    """npm's answer: one without counts is no answer."""
    try:
        counts = json.loads(done.stdout)["metadata"]["vulnerabilities"]
    except (ValueError, KeyError, TypeError):
        return Answer("package-lock.json", UNKNOWN, _last(done.stderr) or _last(done.stdout))
    state = FOUND if counts["total"] else CLEAN if done.returncode == 0 else UNKNOWN
    return Answer("package-lock.json", state, f"{counts['total']} faults known")


def bill(name: str, *command: str) -> Answer:
    """Write a bill of materials; FOUND nothing to say of faults, only that it is there and whole."""
    done = run(*command)
    try:
        parts = json.loads(done.stdout)["components"]
    except (ValueError, KeyError):
        return Answer(name, UNKNOWN, _last(done.stderr))
    BILLS.mkdir(exist_ok=True)
    (BILLS / name).write_text(done.stdout)
    return Answer(f"audit/{name}", CLEAN if parts else UNKNOWN, f"{len(parts)} parts")


def _last(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip() and "complete log" not in line]
    return lines[-1][:200] if lines else "It said nothing."


def main() -> int:
    """Every check, a line each; 0 only when all are clean."""
    answers = [
        *(python_faults(lock) for lock in LOCKS),
        npm_faults(),
        bill("python.cdx.json", "cyclonedx-py", "requirements", "requirements.txt", "--of", "JSON"),
        bill("front-end.cdx.json", "npm", "sbom", "--sbom-format", "cyclonedx", "--package-lock-only"),
    ]
    for one in answers:
        print(f"{one.of:26} {one.state:14} {one.words}")
    if any(one.state == UNKNOWN for one in answers):
        print("Not everything could be asked, so this is no pass. Run it where PyPI and npm's registry answer.")
    return int(any(one.state != CLEAN for one in answers))


if __name__ == "__main__":
    sys.exit(main())
