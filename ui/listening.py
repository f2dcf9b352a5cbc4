"""Taking the address of the web server before anything slow is loaded."""

from __future__ import annotations

import socket

from corpus.errors import KeikakuError


class PortError(KeikakuError):
    """The address cannot be listened on."""


def listen(host: str, port: int) -> socket.socket:
    """Take the address before anything slow is loaded; raise PortError where it cannot be had."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listening = socket.socket(family, kind, protocol)
    except OSError as error:
        raise PortError(f"アドレス {host} で待ち受けられません（{error.strerror}）。") from error
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(address)
        # At once: until someone listens, Linux lets a second process bind the same address.
        listening.listen(2048)
    except OSError as error:
        listening.close()
        raise PortError(
            f"{host} のポート {port} は使えません（{error.strerror}）。"
            "計画ナビがすでに動いていないか確かめるか、「--port 7861」のように別のポートを指定してください。"
        ) from error
    return listening
