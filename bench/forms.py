"""A page's form as a browser would send it: every control that counts, with what it holds."""

from html.parser import HTMLParser


class Form(HTMLParser):
    """Reads a form by its id: `pairs` as sent when nothing is tapped, `offered` the values of radios and checkboxes."""

    def __init__(self, page: str, form_id: str):
        super().__init__()
        self.form_id, self.inside, self.area = form_id, False, ""
        self.pairs: list[tuple[str, str]] = []
        self.offered: dict[str, list[str]] = {}
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        said = dict(attributes)
        if tag == "form":
            self.inside = said.get("id") == self.form_id
        name = said.get("name")
        if not self.inside or not name:
            return
        if tag == "textarea":
            self.pairs.append((name, ""))
        elif tag == "input" and said.get("type") in ("radio", "checkbox"):
            self.offered.setdefault(name, []).append(said["value"])
            if "checked" in said:
                self.pairs.append((name, said["value"]))
        elif tag == "input":
            self.pairs.append((name, said.get("value") or ""))

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False

    def sent(self, **given: str | list[str]) -> list[tuple[str, str]]:
        """The pairs with the given controls filled in or tapped."""
        pairs = [pair for pair in self.pairs if pair[0] not in given]
        for name, values in given.items():
            pairs += [(name, value) for value in ([values] if isinstance(values, str) else values)]
        return pairs
