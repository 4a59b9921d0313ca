"""The forms of a page as a browser reads them, and what an honest person sends from each."""

from dataclasses import dataclass, replace
from html.parser import HTMLParser
from urllib.parse import urljoin

from mentoring import clock
from tests import makers

TEXTS = {"text", "search", "textarea", "email", "tel", "url"}


@dataclass(frozen=True)
class Control:
    """One control of a form. `value` is what a browser sends if nobody touches it; None: nothing."""

    name: str
    kind: str
    value: str | None
    offered: tuple[str, ...] = ()


@dataclass(frozen=True)
class PageForm:
    """A form as it stands on the page `page`: where it goes, and its controls."""

    endpoint: str
    path: str
    method: str
    page: str
    controls: tuple[Control, ...]
    buttons: tuple[tuple[str, str], ...] = ()
    files: bool = False

    @property
    def texts(self) -> list[str]:
        """Names of its boxes for words."""
        return [one.name for one in self.controls if one.kind in TEXTS]

    def body(self, **words: str) -> list[tuple[str, str]]:
        """What an honest person sends: each chip list answered, each box filled; `words` by name instead. Of buttons
        alone the first is tapped."""
        sent: list[tuple[str, str]] = []
        for one in self.controls:
            answer = words.get(one.name, _answer(one))
            sent += [(one.name, answer)] if answer is not None else []
        return sent if self.controls else list(self.buttons[:1])


def _answer(one: Control) -> str | None:
    if one.value or one.kind == "hidden" or one.name.startswith("bells-"):  # spare rows of the day stay empty
        return one.value
    if one.offered:
        return next((value for value in one.offered if value), "")
    usual = {"email": "somebody@school.example", "password": makers.PASSWORD, "number": "5", "time": "00:00",
             "date": clock.today("Europe/London").isoformat(), "search": "", "figure": "5", "aim": "8", "hours": "5",
             "pin": makers.PIN, "phone": "01632 960001"}  # fmt: skip
    if found := usual.get(one.name.rpartition("-")[2], usual.get(one.kind)):
        return found
    return "Something seen" if one.kind in TEXTS and one.kind not in usual else one.value


class _Reader(HTMLParser):
    """Forms and links of a page. Radios and checkboxes of one name are one control each, but ticked ones go singly."""

    def __init__(self, text: str):
        super().__init__(convert_charrefs=True)
        self.forms: list[dict] = []
        self.links: list[str] = []
        self._at: dict | None = None
        self._select: dict | None = None
        self._area: dict | None = None
        self.beside: list[tuple[str, str]] = []
        self.feed(text)
        for name, path in self.beside:
            for one in self.forms:
                one["posts"] += [path] if path and one["id"] == name else []

    def handle_starttag(self, tag, attributes):
        said = {name: value or "" for name, value in attributes}
        if tag == "a" and "href" in said:
            self.links.append(said["href"])
        elif tag == "form":
            self._at = {"action": said.get("action", ""), "method": said.get("method", "get").upper(), "controls": [],
                        "groups": {}, "buttons": [], "posts": [], "enctype": said.get("enctype", ""),
                        "id": said.get("id", "")}  # fmt: skip
            self.forms.append(self._at)
        if said.get("hx-include", "").startswith("#"):  # stands beside the form whose words it sends
            self.beside.append((said["hx-include"][1:], said.get("hx-post", "")))
        if self._at is None:
            return
        self._at["posts"] += [said[name] for name in ("hx-post", "formaction") if said.get(name)]
        if tag == "button" and said.get("name") and "disabled" not in said:
            self._at["buttons"].append((said["name"], said.get("value", "")))
        elif tag == "input" and said.get("name") and "disabled" not in said:
            self._input(said)
        elif tag == "textarea" and said.get("name"):
            self._area = {"name": said["name"], "value": ""}
        elif tag == "select" and said.get("name"):
            self._select = {"name": said["name"], "value": None, "offered": []}
        elif tag == "option" and self._select is not None:
            self._select["offered"].append(said.get("value", ""))
            if "selected" in said:
                self._select["value"] = said.get("value", "")

    def _input(self, said):
        kind, name, value = said.get("type", "text"), said["name"], said.get("value", "")
        if kind in ("radio", "checkbox"):
            group = self._at["groups"].setdefault((name, kind), {"ticked": [], "offered": []})
            group["offered"].append(value or "on")
            if "checked" in said:
                group["ticked"].append(value or "on")
        elif kind not in ("submit", "button", "reset"):
            self._at["controls"].append(Control(name, kind, value))

    def handle_endtag(self, tag):
        if tag == "form":
            self._at = None
        elif tag == "textarea" and self._area and self._at is not None:
            self._at["controls"].append(Control(self._area["name"], "textarea", self._area["value"].strip()))
            self._area = None
        elif tag == "select" and self._select and self._at is not None:
            offered = tuple(self._select["offered"])
            self._at["controls"].append(Control(self._select["name"], "select", self._select["value"], offered))
            self._select = None

    def handle_data(self, data):
        if self._area is not None:
            self._area["value"] += data


def _controls(found: dict) -> tuple[Control, ...]:
    controls = list(found["controls"])
    for (name, kind), group in found["groups"].items():
        offered = tuple(group["offered"])
        ticked = group["ticked"] if kind == "checkbox" else group["ticked"][-1:]
        controls += [Control(name, kind, value, offered) for value in ticked] or [Control(name, kind, None, offered)]
    return tuple(controls)


def read(endpoint_of, page: str, text: str) -> tuple[list[PageForm], list[str]]:
    """(forms, links) of a page; what htmx posts from inside a form is a form of its own with the same controls.

    `endpoint_of(path, method)` says where an address leads, None for nowhere.
    """
    reader, forms = _Reader(text), []
    for found in reader.forms:
        whole = PageForm("", "", found["method"], page, _controls(found), tuple(dict.fromkeys(found["buttons"])),
                         "multipart" in found["enctype"])  # fmt: skip
        for method, action in [(found["method"], found["action"]), *(("POST", one) for one in found["posts"])]:
            path = urljoin(page, action)
            if endpoint := endpoint_of(path, method):
                forms.append(replace(whole, endpoint=endpoint, path=path, method=method))
    links = [urljoin(page, link) for link in reader.links if not link.startswith(("#", "http", "mailto", "tel"))]
    return forms, links
