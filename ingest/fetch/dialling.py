"""The one place a connection begins: names are resolved here, judged here, and dialled by the address that was judged.

Checking a name first and connecting to the name afterwards leaves a gap in which it may lead elsewhere (DNS rebinding);
so the check sits inside the dial, for the first address and for every redirect alike.
"""

from __future__ import annotations

import math
import socket
import ssl
import threading
from collections.abc import Callable, Collection, Iterable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any

import httpcore
import httpx

Address = IPv4Address | IPv6Address
Resolve = Callable[[str, int], list[Address]]
SocketOptions = Iterable[tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]]

_NAT64 = IPv6Network("64:ff9b::/96")


class RefusedError(Exception):
    """The address must not or cannot be dialled; the text says why, `retry_after` in how many seconds it may be."""

    def __init__(self, reason: str, retry_after: float | None = None) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


def is_public(address: Address) -> bool:
    """Tell whether an address, and any IPv4 address it carries, lies in the public internet."""
    if isinstance(address, IPv6Address) and (carried := _carried(address)):
        return is_public(carried)
    site_local = isinstance(address, IPv6Address) and address.is_site_local
    return address.is_global and not (address.is_multicast or address.is_reserved or site_local)


def _carried(address: IPv6Address) -> IPv4Address | None:
    """Return the IPv4 address inside a mapped, 6to4, Teredo, NAT64 or compatible one."""
    if address in _NAT64 or (int(address) >> 32 == 0 and int(address) > 1):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)


class Deadline(threading.local):
    """When the fetch that this thread is in must have ended, by the clock."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self.at = math.inf

    def start(self, seconds: float) -> None:
        """Let the time run from now."""
        self.at = self._clock() + seconds

    @property
    def left(self) -> float:
        """How many seconds there still are; none or less when the time is up."""
        return self.at - self._clock()

    def within(self, timeout: float | None) -> float:
        """Return the time that one read or write may take, or raise httpcore.ReadTimeout where none is left."""
        left = self.left
        if left <= 0:
            raise httpcore.ReadTimeout
        return left if timeout is None else min(timeout, left)


class TimedStream(httpcore.NetworkStream):
    """A connection on which a server that sends a byte at a time does not get a new timeout for each."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Return what came."""
        return self._stream.read(max_bytes, self._deadline.within(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send."""
        self._stream.write(buffer, self._deadline.within(timeout))

    def close(self) -> None:
        """Hang up."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Return the encrypted connection; the certificate is checked against the name, not the address dialled."""
        secure = self._stream.start_tls(ssl_context, server_hostname, self._deadline.within(timeout))
        return TimedStream(secure, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        """Return what the connection underneath knows."""
        return self._stream.get_extra_info(info)


class GuardedBackend(httpcore.SyncBackend):
    """Dials public addresses only, and those that an operator allowed by "host:port"."""

    def __init__(self, allowed: Collection[str], deadline: Deadline, resolve: Resolve) -> None:
        self._allowed = frozenset(allowed)
        self._deadline = deadline
        self._resolve = resolve

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: SocketOptions | None = None,
    ) -> httpcore.NetworkStream:
        """Return a stream to a checked address, or raise RefusedError."""
        failure: Exception | None = None
        for address in self._checked(host, port):
            try:
                left = self._deadline.within(timeout)
                stream = super().connect_tcp(str(address), port, left, local_address, socket_options)
                return TimedStream(stream, self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure or RefusedError(f"no such host: {host}")

    def _checked(self, host: str, port: int) -> list[Address]:
        found = self._resolve(host, port)
        if f"{host.lower()}:{port}" in self._allowed:
            return found
        public = [address for address in found if is_public(address)]
        if found and not public:
            raise RefusedError(f"refused: private address {found[0]}")
        return public


def resolved(host: str, port: int) -> list[Address]:
    """Return the addresses of a name, or raise RefusedError."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise RefusedError(f"no such host: {host}") from error
    # A scope ("fe80::1%eth0") names a network card of this machine.
    return list(dict.fromkeys(ip_address(str(entry[4][0]).partition("%")[0]) for entry in found))


class GuardedTransport(httpx.HTTPTransport):
    """httpx's transport over the guarded backend; it takes no proxy, which would dial unchecked."""

    def __init__(self, allowed: Collection[str], deadline: Deadline, resolve: Resolve = resolved) -> None:
        context = httpx.create_ssl_context()
        super().__init__(verify=context, trust_env=False)
        # httpx has no argument for a network backend; its pool is httpcore's, which has one.
        self._pool = httpcore.ConnectionPool(
            ssl_context=context,
            max_connections=20,
            keepalive_expiry=5.0,
            network_backend=GuardedBackend(allowed, deadline, resolve),
        )
