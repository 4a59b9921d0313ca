"""`python browser.py FOLDER`: a browser on WebKitGTK for its driver, with its profile in FOLDER.

WebKitGTK's own MiniBrowser forgets everything when it is driven. This one is the same library with a memory on the
disk, as an iPad has: it can be killed, and started again.
"""

import ctypes
import sys
from ctypes import CFUNCTYPE, c_char_p, c_int, c_void_p

NAME = "Tablet"
LIBRARIES = {"webkit": "libwebkit2gtk-4.1.so.0", "gtk": "libgtk-3.so.0", "g": "libgobject-2.0.so.0"}
SQLITE, TOP_LEVEL = 1, 0  # WebKitCookiePersistentStorage, GtkWindowType
WIDTH, HEIGHT = 820, 1180

Started = CFUNCTYPE(None, c_void_p, c_void_p, c_void_p)  # (context, session, nothing)
Asked = CFUNCTYPE(c_void_p, c_void_p, c_void_p)  # (session, nothing), a view


def call(name: str, *given) -> c_void_p:
    """Call a function of the libraries and give what it gives: an address.

    Raises OSError where the library is not there.
    """
    function = getattr(ctypes.CDLL(LIBRARIES[name.partition("_")[0]]), name)
    function.restype = c_void_p
    return c_void_p(function(*given))


def memory(folder: str) -> c_void_p:
    """What the browser keeps, all of it in `folder`."""
    data, cache, cookies = (f"{folder}/{name}".encode() for name in ("data", "cache", "cookies"))
    manager = call(
        "webkit_website_data_manager_new", b"base-data-directory", data, b"base-cache-directory", cache, None
    )
    jar = call("webkit_website_data_manager_get_cookie_manager", manager)
    call("webkit_cookie_manager_set_persistent_storage", jar, cookies, SQLITE)
    return call("webkit_web_context_new_with_website_data_manager", manager)


def window(context: c_void_p) -> c_void_p:
    """A new window that the driver may have; its view."""
    kind, settings = call("webkit_web_view_get_type"), call("webkit_settings_new")
    # By HTTPS WebKit puts no page by that says no-store, as all of ours do; on the loopback it would.
    call("webkit_settings_set_enable_page_cache", settings, 0)
    view = call(
        "g_object_new", kind, b"web-context", context, b"settings", settings,
        b"is-controlled-by-automation", c_int(1), None,
    )  # fmt: skip
    frame = call("gtk_window_new", TOP_LEVEL)
    call("gtk_window_set_default_size", frame, WIDTH, HEIGHT)
    call("gtk_container_add", frame, view)
    call("gtk_widget_show_all", frame)
    return view


def main(folder: str) -> None:
    """Open windows as the driver asks for them, until killed."""
    call("gtk_init", None, None)
    context = memory(folder)

    @Asked
    def asked(session, nothing):
        return window(context).value

    @Started
    def started(whose, session, nothing):
        says = call("webkit_application_info_new")
        call("webkit_application_info_set_name", says, c_char_p(NAME.encode()))
        call("webkit_automation_session_set_application_info", c_void_p(session), says)
        connect(c_void_p(session), "create-web-view", asked)

    connect(context, "automation-started", started)
    call("webkit_web_context_set_automation_allowed", context, 1)
    call("gtk_main")


def connect(thing: c_void_p, event: str, handler) -> None:
    call("g_signal_connect_data", thing, event.encode(), handler, None, None, 0)


if __name__ == "__main__":
    main(sys.argv[1])
