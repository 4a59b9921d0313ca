"""What a hostile person sends: texts, numbers, dates, names of fields, headers, bodies that are no form."""

from urllib.parse import quote_from_bytes

from hypothesis import strategies as st

# Raw bytes, for a form carries bytes: what is no UTF-8 is among them.
TEXTS = [
    b"", b" ", b"\x00", b"a\x00b", b"\xff\xfe", b"\xed\xa0\x80", b"\xc0\xae", b"\xf8\x88\x80\x80\x80", b"\x1b[2J",
    "\u202eevil\u202c\u200f\u2066".encode(), "\ufeff\u200b\u00ad".encode(), "e\u0301\u0327" .encode() * 300,
    "💚👩‍👩‍👧".encode(), "İıſKﬀ".encode(), b"x" * 100_000, "ß".encode() * 5000, b"\r\n" * 400, b"%", b"%s%n", b"%00",
    b"'", b"''; DROP TABLE record; --", b'" OR 1=1 --', b"%' OR '1'='1", b"*", b"NEAR(", b'"', b"AND", b"a*", b"-a",
    b"<script>alert(1)</script>", b"{{7*7}}", b"${7*7}", b"../../etc/passwd", b"/", b"//evil.example", b"\\", b"C:\\x",
    b"javascript:alert(1)", b"data:text/html,x", b"null", b"None", b"undefined", b"true", b"[]", b"{}", b"[object]",
]  # fmt: skip
NUMBERS = [
    b"0", b"-1", b"-0", b"+1", b"1.5", b"1e9", b"1e400", b"NaN", b"Infinity", b"-Infinity", b"0x10", b"1_000", b" 1 ",
    b"2147483648", b"9223372036854775807", b"9223372036854775808", b"18446744073709551616", b"9" * 400, b"9" * 5000,
    "٣".encode(), "１２".encode(), "²".encode(), "Ⅷ".encode(), "৭".encode(), b"007", b"1,2", b"1;2", b"1-1", b"0-0",
    b"nan-1", b"1e308-1", b"-99999999999999-1", b"99999999999999-99999999999999999999", b"253402300800.0-1",
]  # fmt: skip
TIMES = [
    b"0000-00-00", b"0000-01-01", b"0001-01-01", b"0999-12-31", b"9999-12-31", b"9001-01-01", b"10000-01-01",
    b"2026-02-30", b"2026-13-45", b"2026-W48-1", b"20261123", b"2026-11-23T10:00:00Z", b"-2026-01-01", b"1/1/0001",
    b"00:00", b"24:00", b"23:59:60", b"25:61", b"10:40:00.000000", b"10:40+14:00", b"T1040", b"01:30", b"2026-03-29",
    b"2026-10-25", "٢٠٢٦-٠١-٠١".encode(), b"9999-12-31T23:59:59+00:00", b"1900-01-01", b"1582-10-10", b"2199-12-31",
]  # fmt: skip
ALL = TEXTS + NUMBERS + TIMES
VALUES = st.one_of(
    st.sampled_from(ALL), st.sampled_from(NUMBERS), st.sampled_from(TIMES),
    st.text(max_size=30).map(lambda text: text.encode("utf-8", "surrogatepass")), st.binary(max_size=20),
    st.integers().map(lambda number: str(number).encode()),
    st.dates().map(lambda day: day.isoformat().encode()), st.datetimes().map(lambda moment: str(moment).encode()),
)  # fmt: skip
NAMES = st.sampled_from([
    "", "[]", "a[b]", "pupil[]", "pupil[0]", "__proto__", "constructor", "bells-0-name", "bells-99-name", "bells--1-x",
    "bells-\u0661-name", "bells-" + "9" * 70 + "-name", "statements-0-adult", "statements-x-adult", "rows-0-name",
    "rows-299-what", "names-", "names-\x00", "names-\ud800", "role-1", "role-", "line-1", "mark-\u0663", "family-1",
    "column_0", "csrf_token", "_method", "HTTP_HOST", "x" * 5000, "\u202epupil", "pupil\x00",
])  # fmt: skip
JSON = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20),
        st.sampled_from([text.decode("utf-8", "replace") for text in ALL]),
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=8), inner, max_size=4)),
    max_leaves=8,
)  # fmt: skip
METHODS = ["PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "PROPFIND", "CONNECT", "BREW", "get", "GET", "POST"]
HEADERS = st.sampled_from([
    *({name: value} for name in ("HX-Request", "HX-Request-Type", "HX-Source", "HX-Target", "HX-Trigger", "HX-Boosted",
                                 "HX-Current-URL", "HX-Prompt", "HX-History-Restore-Request")
      for value in ("true", "partial", "\xff\xfe", "http://[::1", "http://[evil]/", "https://x/" + "y" * 4000, "%00")),
    {"HX-Request": "true", "HX-Request-Type": "partial"}, {"HX-Request": "true", "HX-Current-URL": "//[x"},
    {"Range": "bytes=0-0,5-1,-9"}, {"Range": "bytes=99999999999999999999-"}, {"Range": "cats=1"},
    {"If-Range": "Sat, 29 Oct 0000 19:43:31 GMT"}, {"If-None-Match": "*"}, {"If-None-Match": '"' * 50},
    {"If-Modified-Since": "Sat, 29 Oct 99999 19:43:31 GMT"}, {"If-Unmodified-Since": "x"}, {"If-Match": "W/"},
    {"Accept": "x/y;q=nan,*/*;q=-1"}, {"Accept": ";;;,"}, {"Accept-Encoding": "gzip;q=inf,*;q=2"},
    {"Accept-Encoding": "br, gzip"}, {"Accept-Language": "en;q=\xff," * 300}, {"Accept-Charset": "utf-7"},
    {"Content-Type": "application/json"}, {"Content-Type": "text/xml"}, {"Content-Type": "multipart/form-data"},
    {"Content-Type": "multipart/form-data; boundary="}, {"Content-Type": "multipart/form-data; boundary=" + "b" * 300},
    {"Content-Type": "application/x-www-form-urlencoded; charset=utf-7"}, {"Content-Type": "\xff/\xff; charset=nope"},
    {"Content-Type": "application/x-www-form-urlencoded; charset=\x7f"}, {"Content-Length": "5"},
    {"Content-Encoding": "gzip"}, {"Transfer-Encoding": "chunked"}, {"Expect": "100-continue"}, {"Upgrade": "h2c"},
    {"Authorization": "Basic \xff"}, {"Authorization": "Digest username="}, {"Authorization": "Bearer"},
    {"User-Agent": ""}, {"User-Agent": "Mobile Android " * 500}, {"User-Agent": "\xff\x01"}, {"Referer": "http://["},
    {"X-Forwarded-For": "\xff, ,,"}, {"X-Forwarded-Host": "evil.example"}, {"X-Forwarded-Proto": "javascript"},
    {"X-HTTP-Method-Override": "DELETE"}, {"X-Original-URL": "/people"}, {"Forwarded": "for=\xff"},
    {"Cookie": "login=; login=x"}, {"Cookie": "login=\xff\xfe"}, {"Cookie": "notice=.eJx; notice=\xff"},
    {"Cookie": "notice=" + "a" * 5000}, {"Cookie": ";;;=;=="}, {"Cookie": "__Host-login=x; login=" + "y" * 5000},
    {"Origin": "null"}, {"Origin": "http://localhost"}, {"Date": "x"}, {"Cache-Control": "only-if-cached"},
])  # fmt: skip


def field(name: str) -> bytes:
    return quote_from_bytes(name.encode("utf-8", "surrogatepass")).encode()


def encoded(pairs: list[tuple[str, bytes]]) -> bytes:
    """Names and raw values as a form sends them; what is no UTF-8 stays none."""
    return b"&".join(field(name) + b"=" + quote_from_bytes(value).encode() for name, value in pairs)


def multipart(pairs: list[tuple[str, bytes]], files: list[tuple[str, str, bytes]]) -> tuple[bytes, str]:
    """(body, content type) of a form with files: (name of the field, of the file, content)."""
    mark = b"----hostile"
    parts = [b'Content-Disposition: form-data; name="%s"\r\n\r\n%s' % (name.encode("utf-8", "replace")[:300], value)
             for name, value in pairs]  # fmt: skip
    parts += [
        b'Content-Disposition: form-data; name="%s"; filename="%s"\r\nContent-Type: text/csv\r\n\r\n%s'
        % (name.encode("utf-8", "replace")[:300], named.encode("utf-8", "replace"), content)
        for name, named, content in files
    ]
    body = b"".join(b"--" + mark + b"\r\n" + part + b"\r\n" for part in parts) + b"--" + mark + b"--\r\n"
    return body, f"multipart/form-data; boundary={mark.decode()}"
