"""Who may import whom. Reads the imports and names the offender."""

import ast
from pathlib import Path

HERE = Path(__file__).parent.parent
PURE = {"mentoring.clock", "mentoring.marks", "mentoring.passwords"}
OURS = {
    "app",
    "cli",
    "cli_imports",
    "cli_routes",
    "cli_evidence",
    "cli_mail",
    "cli_outbox",
    "cli_watch",
    "database",
    "forms",
    "mentoring",
    "models",
    "settings",
    "sources",
    "views",
}


def imports(path: Path) -> set[str]:
    """Modules of ours that a file imports, whole names."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            inside = {name for name in names if (HERE / (name.replace(".", "/") + ".py")).exists()}
            found |= names | (set() if inside == names else {node.module})
    return {name for name in found if name.split(".")[0] in OURS | {"flask", "flask_htmx", "werkzeug", "wtforms"}}


def modules(folder: str) -> list[tuple[str, Path]]:
    return [
        (path.relative_to(HERE).with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__"), path)
        for path in sorted((HERE / folder).rglob("*.py"))
    ]


def is_within(name: str, allowed: set[str]) -> bool:
    return any(name == one or name.startswith(one + ".") for one in allowed)


def offenders(folder: str, allowed) -> list[str]:
    return [
        f"{name} imports {used}"
        for name, path in modules(folder)
        for used in sorted(imports(path))
        if not is_within(used, allowed(name)) and used not in {"mentoring", "models", "views", "forms"}
    ]


def test_models_know_only_clock_and_database():
    assert offenders("models", lambda name: {"models", "database", "mentoring.clock"}) == []


def test_mentoring_knows_no_flask_and_no_forms():
    assert offenders("mentoring", lambda name: {"mentoring", "models", "database"}) == []


def test_pure_modules_know_nothing():
    for name in PURE:
        assert imports(HERE / (name.replace(".", "/") + ".py")) == set()


def test_forms_are_handed_their_choices():
    assert offenders("forms", lambda name: {"forms", "wtforms"} | PURE) == []


def test_views_never_import_another_room():
    shared = {"guard", "entrance", "fragments", "capture", "picking", "pupil_support", "known", "headers", "errors",
              "logs", "cookies", "words", "assets", "clashes", "desks", "origin", "shelf", "arriving"}  # fmt: skip
    rooms = {path.stem for _, path in modules("views")} - shared - {"__init__"}
    below = {"models", "mentoring", "forms", "database", "sources", "flask", "flask_htmx", "werkzeug", "wtforms"}
    found = offenders("views", lambda name: below | {f"views.{one}" for one in shared})
    assert [line for line in found if line.split()[0] not in {"views"}] == []
    assert {"incidents", "parent_contacts", "pupils"} <= rooms


def test_mentoring_has_no_circles():
    rooms = dict(modules("mentoring"))
    graph = {name: {used for used in imports(path) if used in rooms} - {name} for name, path in rooms.items()}
    done: set[str] = set()

    def visit(name: str, above: tuple[str, ...]):
        assert name not in above, f"circle: {' → '.join((*above, name))}"
        if name not in done:
            for used in graph[name]:
                visit(used, (*above, name))
            done.add(name)

    for name in graph:
        if name != "mentoring":
            visit(name, ())


def test_a_breach_is_seen(tmp_path):
    path = tmp_path / "bad.py"
    path.write_text("from flask import g\nimport views.incidents\n")
    assert {"flask.g", "views.incidents"} <= imports(path)
