"""A SOCKS5 proxy on this machine: it looks names up itself (in a table), and tells what it was asked for."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from socketserver import BaseRequestHandler, ThreadingTCPServer

WORD_AND_USER = 2


class Proxy:
    """`knows`: what names lead to, as "ADDRESS:PORT". `user`: who may use it, "" for anybody. `mute`: it takes connections and says nothing."""

    def __init__(self, knows: dict[str, str], user: str = "", word: str = "", mute: bool = False) -> None:
        self.asked: list[tuple[int, str, int]] = []  # kind of address (3 is a name), address, port
        proxy = self

        class Handler(BaseRequestHandler):
            def handle(self) -> None:
                if mute:
                    self.request.recv(1)
                    threading.Event().wait(3)
                    return
                with contextlib.suppress(OSError, EOFError):
                    if self._greeted():
                        self._serve()

            def _take(self, number: int) -> bytes:
                return _taken(self.request, number)

            def _greeted(self) -> bool:
                methods = self._take(self._take(2)[1])
                if not user:
                    self.request.sendall(b"\x05\x00")
                    return True
                if WORD_AND_USER not in methods:
                    self.request.sendall(b"\x05\xff")
                    return False
                self.request.sendall(b"\x05\x02")
                given = self._take(self._take(2)[1]), self._take(self._take(1)[0])
                right = given == (user.encode(), word.encode())
                self.request.sendall(b"\x01\x00" if right else b"\x01\x01")
                return right

            def _serve(self) -> None:
                kind = self._take(4)[3]
                if kind == 3:
                    host = self._take(self._take(1)[0]).decode()
                else:
                    family, size = (socket.AF_INET, 4) if kind == 1 else (socket.AF_INET6, 16)
                    host = socket.inet_ntop(family, self._take(size))
                (port,) = struct.unpack(">H", self._take(2))
                proxy.asked.append((kind, host, port))
                to = knows.get(host)
                if to is None:
                    self.request.sendall(b"\x05\x04\x00\x01" + bytes(6))  # host unreachable
                    return
                ip, _, at = to.rpartition(":")
                with socket.create_connection((ip, int(at))) as far:
                    self.request.sendall(b"\x05\x00\x00\x01" + bytes(6))
                    back = threading.Thread(target=_pass_on, args=(far, self.request), daemon=True)
                    back.start()
                    _pass_on(self.request, far)
                    back.join()

        class Server(ThreadingTCPServer):
            daemon_threads = True
            allow_reuse_address = True

        self.server = Server(("127.0.0.1", 0), Handler)
        self.host = f"127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def _taken(line: socket.socket, number: int) -> bytes:
    data = b""
    while len(data) < number:
        some = line.recv(number - len(data))
        if not some:
            raise EOFError
        data += some
    return data


def _pass_on(from_: socket.socket, to: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := from_.recv(65_536):
            to.sendall(data)
    with contextlib.suppress(OSError):
        to.shutdown(socket.SHUT_WR)
