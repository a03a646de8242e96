"""From which network a request comes, as far as the connection or our own proxy can tell."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

from flask import request

PREFIX_V6 = 64
"""What one household or office is given at least; addresses inside it change at will."""


def network() -> str:
    """An IPv4 address, or the /64 of an IPv6 address; empty for a socket of this machine.

    ``remote_addr`` is what the proxy of the settings says, and otherwise the connection's own:
    headers that anybody may send count for nothing.
    """
    return of(request.remote_addr)


def of(address: str | None) -> str:
    if not address:
        return ""
    read = ip_address(address)
    if isinstance(read, IPv6Address):
        if read.ipv4_mapped is not None:
            return str(read.ipv4_mapped)
        return str(ip_network((int(read) >> PREFIX_V6 << PREFIX_V6, PREFIX_V6)))
    return str(read)
