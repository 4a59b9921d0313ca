"""Texts that would run in a browser if a page let them, and how to tell whether one got through."""

from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

PAYLOADS = (
    "<script>xss(1)</script>", "<img src=x onerror=xss(2)>", "<svg onload=xss(3)>", "<svg/onload=xss(4)//",
    '"><script>xss(5)</script>', "'><img src=x onerror=xss(6)>", '" onfocus=xss(7) autofocus x="',
    "' onmouseover='xss(8)", "` onclick=xss(9) `", "</textarea><script>xss(10)</script>",
    "</title><script>xss(11)</script>", "<!--><img src=x onerror=xss(12)>-->", "]]><img src=x onerror=xss(13)>",
    "<iframe srcdoc='<script>parent.xss(14)</script>'>", "<a href=javascript:xss(15)>x</a>", "javascript:xss(16)",
    "<math><mi xlink:href=javascript:xss(17)>x", "<details open ontoggle=xss(18)>", "<base href=//xss.example/>",
    "<div hx-get=/sign-out hx-trigger=load hx-vals=xss20>", '" hx-on:load="xss(21)" x="', "<div hx-on::load=xss(22)>",
    "<style>@import'//xss.example'</style>", "<meta http-equiv=refresh content='0;url=//xss.example'>",
    "{{constructor.constructor('xss(25)')()}}${xss(25)}&lt;script&gt;xss(25)&lt;/script&gt;",
)  # fmt: skip
ALL = " ".join(PAYLOADS)
FORBIDDEN = "iframe, object, embed, base, math, style, foreignObject, meta[http-equiv], frame, applet, template[x-data]"
ADDRESSES = {"href", "src", "action", "formaction", "xlink:href", "data", "poster", "background", "cite", "manifest"}
SCHEMES = {"", "http", "https", "mailto", "tel", "otpauth"}


def breaches(page: str) -> list[str]:
    """What in a page, read as a browser reads it, came out of a text: each as a sentence."""
    tree = LexborHTMLParser(page)
    found = [f"<{node.tag}>" for node in tree.css(FORBIDDEN)]
    for node in tree.css("*"):
        said = {name: value or "" for name, value in node.attributes.items()}
        found += [f"<{node.tag} {name}>" for name in said if name.startswith(("on", "hx-on", "data-hx", "style"))]
        found += [f"<{node.tag} {name}={said[name]}>" for name in said
                  if name.startswith("hx-") and name not in ("hx-confirm",) and "xss" in said[name]]  # fmt: skip
        found += [f"<{node.tag} {name}={said[name]}>" for name in ADDRESSES & set(said) if not _is_ours(said[name])]
        if node.tag == "script" and (not said.get("src", "").startswith("/static/") or node.text().strip()):
            found.append(f"<script>{node.text()[:40]}")
        if node.tag == "img" and "onerror" in said:
            found.append("<img onerror>")
    return found


def _is_ours(address: str) -> bool:
    try:
        parts = urlsplit("".join(mark for mark in address.strip() if mark > " "))
    except ValueError:
        return False
    return parts.scheme in SCHEMES and "xss.example" not in parts.netloc
