"""Refuses and writes down every connection that would leave this machine, in any Python with this on its path."""

import os
import sys
from typing import Any

_HERE = {"", "0.0.0.0", "127.0.0.1", "::", "::1", "localhost"}


def refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    elif event == "socket.getaddrinfo":
        host = arguments[0]
    else:
        return
    host = host.decode() if isinstance(host, bytes) else host
    if host is None or host in _HERE:
        return
    with open(os.environ["OFFLINE_LOG"], "a", encoding="utf-8") as log:
        log.write(f"{event} {host}\n")
    raise ConnectionRefusedError(f"tests must not reach {host}")


if "OFFLINE_LOG" in os.environ:
    sys.addaudithook(refuse)
