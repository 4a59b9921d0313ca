"""A small TCP proxy between a tablet and the server, which can lose a reply after the server has answered."""

import socket
import struct
import threading
from collections.abc import Callable

CHUNK = 65536
NOTHING, HALF, RESET = "nothing of it", "half of it", "a reset"  # what arrives of a reply that is lost


class Proxy:
    """Listens on `port`. Each exchange asks `lose` what the client gets instead of the whole reply; None: all of it."""

    def __init__(self, to: int, lose: Callable[[], str | None]):
        self.to, self.lose = to, lose
        self.lost = 0
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()

    def close(self) -> None:
        """Take no more connections."""
        self.listener.close()

    def _listen(self) -> None:
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with client, socket.create_connection(("127.0.0.1", self.to)) as server:
            while request := read_message(client):
                server.sendall(request)
                reply = read_message(server)
                what = self.lose()
                if what is None:
                    client.sendall(reply)
                    continue
                self.lost += 1
                if what == HALF:
                    client.sendall(reply[: len(reply) // 2])
                if what == RESET:
                    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                return


def read_message(sender: socket.socket) -> bytes:
    """One whole request or reply with a Content-Length; empty where the sender has gone."""
    found = b""
    while b"\r\n\r\n" not in found:
        if not (more := sender.recv(CHUNK)):
            return b""
        found += more
    head, _, body = found.partition(b"\r\n\r\n")
    lengths = [line.split(b":")[1] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    missing = (int(lengths[0]) if lengths else 0) - len(body)
    while missing > 0:
        if not (more := sender.recv(CHUNK)):
            return b""
        found, missing = found + more, missing - len(more)
    return found
