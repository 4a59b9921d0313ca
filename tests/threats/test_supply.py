"""Threat 18: what Alongside is built from is locked by hash, names no host, and is asked about by `make audit`."""

import base64
import hashlib
import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest

import audit

HERE = Path(__file__).parents[2]
LOCKS = sorted(HERE.glob("requirements*.txt"))
PIN = re.compile(r"([A-Za-z0-9._-]+)(\[[a-z,]+\])?==\S+( ; .+?)? \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)")


def test_every_lock_is_known_to_the_audit():
    assert {path.name for path in LOCKS} == set(audit.LOCKS)
    assert {path.with_suffix(".in").name for path in LOCKS} == {path.name for path in HERE.glob("requirements*.in")}


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_every_python_package_is_pinned_with_hashes_and_names_no_host(path):
    text = path.read_text()
    plain = re.sub(r"^    #.*\n|^#.*\n", "", text, flags=re.M)
    assert PIN.sub("", plain) == "", "something is not pinned with hashes"
    assert len(PIN.findall(plain)) >= 3
    assert not re.search(r"https?://|file:|--(extra-)?index|--find-links|--trusted|@ ", text)


@pytest.mark.parametrize("path", sorted(HERE.glob("requirements*.in")), ids=lambda path: path.name)
def test_what_is_asked_for_is_locked(path):
    asked = re.findall(r"^([A-Za-z0-9._-]+)", path.read_text(), re.M)
    locked = {name.lower() for name, *_ in PIN.findall(path.with_suffix(".txt").read_text())}
    assert {name.lower() for name in asked if not name.startswith("-")} <= locked


def test_every_front_end_package_has_its_hash_and_names_no_host():
    text = (HERE / "package-lock.json").read_text()
    packages = {name: one for name, one in json.loads(text)["packages"].items() if name}
    assert packages and all(one["integrity"].startswith("sha512-") for one in packages.values())
    assert all("resolved" not in one and not one.get("hasInstallScript") for one in packages.values())
    said = json.loads((HERE / "package.json").read_text())
    asked = said["dependencies"] | said["optionalDependencies"]
    assert all(packages[f"node_modules/{name}"]["version"] == version for name, version in asked.items())


def test_nothing_is_installed_without_its_hash():
    for line in (HERE / "Makefile").read_text().splitlines():
        if "pip install" in line and " uv" not in line:
            assert "--require-hashes" in line, line
    assert '"ci", "--ignore-scripts"' in (HERE / "build_assets.py").read_text()


@pytest.mark.security
@pytest.mark.parametrize("altered", [False, True])
def test_a_python_package_whose_hash_differs_is_not_installed(tmp_path, altered):
    wheel = tmp_path / "planted-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as bag:
        bag.writestr("planted.py", "")
        bag.writestr("planted-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: planted\nVersion: 1.0\n")
        bag.writestr("planted-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        bag.writestr("planted-1.0.dist-info/RECORD", "")
    digest = hashlib.sha256(wheel.read_bytes() + b"x" * altered).hexdigest()
    (tmp_path / "lock.txt").write_text(f"planted==1.0 --hash=sha256:{digest}\n")
    done = subprocess.run(
        [sys.executable, "-m", "pip", "install", "--require-hashes", "--no-index", "--find-links", str(tmp_path),
         "--target", str(tmp_path / "there"), "-r", str(tmp_path / "lock.txt")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode != 0) is altered, done.stderr
    assert ("DO NOT MATCH THE HASHES" in done.stderr) is altered


@pytest.mark.security
@pytest.mark.skipif(not shutil.which("npm"), reason="there is no npm here")
@pytest.mark.parametrize("altered", [False, True])
def test_a_front_end_package_whose_hash_differs_is_not_installed(tmp_path, altered):
    inside, outside = tmp_path / "planted", tmp_path / "app"
    inside.mkdir(), outside.mkdir()
    (inside / "package.json").write_text('{"name": "planted", "version": "1.0.0"}')
    subprocess.run(["npm", "pack", str(inside)], cwd=outside, check=True, capture_output=True)
    digest = hashlib.sha512((outside / "planted-1.0.0.tgz").read_bytes() + b"x" * altered).digest()
    asked = {"name": "app", "version": "1.0.0", "dependencies": {"planted": "file:planted-1.0.0.tgz"}}
    locked = {"version": "1.0.0", "resolved": "file:planted-1.0.0.tgz",
              "integrity": f"sha512-{base64.b64encode(digest).decode()}"}  # fmt: skip
    (outside / "package.json").write_text(json.dumps(asked))
    (outside / "package-lock.json").write_text(
        json.dumps(asked | {"lockfileVersion": 3, "packages": {"": asked, "node_modules/planted": locked}})
    )
    done = subprocess.run(["npm", "ci", "--ignore-scripts", "--cache", str(tmp_path / "cache")], cwd=outside,
                          capture_output=True, text=True, check=False)  # fmt: skip
    assert (done.returncode != 0) is altered, done.stderr
    assert ("EINTEGRITY" in done.stderr) is altered


def said(out: str, code: int = 0, error: str = "") -> SimpleNamespace:
    """What a tool of somebody else's answers."""
    return SimpleNamespace(stdout=out, returncode=code, stderr=error)


FINE = {"name": "flask", "version": "3", "vulns": []}


@pytest.mark.parametrize(("done", "state"), [
    (said(json.dumps({"dependencies": [FINE]})), audit.CLEAN),
    (said(json.dumps({"dependencies": [FINE | {"vulns": [{"id": "PYSEC-1"}]}]}), 1), audit.FOUND),
    (said(json.dumps({"dependencies": [FINE, {"name": "x", "skip_reason": "not found on PyPI"}]})), audit.UNKNOWN),
    (said(json.dumps({"dependencies": []})), audit.UNKNOWN),
    (said("", 1, "Connection refused"), audit.UNKNOWN),
])  # fmt: skip
def test_the_audit_of_python_passes_only_what_was_asked_about(done, state):
    assert audit.judge_python("requirements.txt", done).state == state


def test_a_tool_that_is_not_there_is_no_pass():
    done = audit.run("no-such-tool-of-ours")
    answer = audit.judge_python("requirements.txt", done)
    assert (answer.state, answer.words) == (audit.UNKNOWN, "no-such-tool-of-ours is not there. Run: make audit")


@pytest.mark.parametrize(("done", "state"), [
    (said(json.dumps({"metadata": {"vulnerabilities": {"total": 0}}})), audit.CLEAN),
    (said(json.dumps({"metadata": {"vulnerabilities": {"total": 2}}}), 1), audit.FOUND),
    (said(json.dumps({"error": {"code": "E405"}}), 1, "npm error audit endpoint returned an error"), audit.UNKNOWN),
    (said("null", 1), audit.UNKNOWN),
])  # fmt: skip
def test_the_audit_of_the_front_end_does_too(done, state):
    assert audit.judge_npm(done).state == state
