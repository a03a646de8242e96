"""All that Firefox and WebKit can reach: a proxy that knows the product and one neutral page.

Whatever host they ask for, the proxy itself answers by TLS, as its owner would, so nothing leaves
this machine. ``https://plainpact.test`` is the product, by https as people reach it: what browsers
keep for Back, and whether they clear it, depends on that.
"""

from __future__ import annotations

import ssl
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

HOST = "plainpact.test"
BASE = f"https://{HOST}"
TOLD = "/painted/"
"""Where a page says what it saw: ``POST /painted/blank`` with a time of its clock, at any host."""
TELL = f"window.painted = (what, at) => navigator.sendBeacon('{TOLD}' + what, String(at));"
BETWEEN = ("connection", "transfer-encoding", "content-length", "keep-alive", "proxy-connection")
CERTIFICATE = ("openssl", "req", "-x509", "-nodes", "-newkey", "ec", "-days", "2")
CURVE = ("-pkeyopt", "ec_paramgen_curve:prime256v1")


@dataclass(slots=True)
class Outside:
    """Where the proxy listens, which hosts were asked of it, and what pages told last, and when."""

    address: str
    hosts: set[str] = field(default_factory=set)
    told: dict[str, float] = field(default_factory=dict)


@contextmanager
def outside(folder: Path, product: str, address: str, neutral: str) -> Iterator[Outside]:
    """Stand in for every host. ``product`` is where it answers; ``neutral`` is the page of ``address``."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    made = [
        *CERTIFICATE,
        *CURVE,
        "-subj",
        f"/CN={HOST}",
        "-keyout",
        str(key),
        "-out",
        str(certificate),
    ]
    subprocess.run(made, check=True, capture_output=True)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, key)
    page = neutral.replace("<script>", f"<script>{TELL}", 1)

    class Proxy(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, _request: object, _client: object) -> None:
            """A browser may hang up at any time."""

    class Talk(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        host = ""

        def do_CONNECT(self) -> None:
            self.host = self.path.rpartition(":")[0]
            self.send_response(200)
            self.end_headers()
            self.request = tls.wrap_socket(self.request, server_side=True)
            self.setup()

        def do_GET(self) -> None:
            there.hosts.add(self.host or str(urlsplit(self.path).hostname))
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if self.path.startswith(TOLD):
                there.told[self.path.removeprefix(TOLD)] = float(body)
                self.give(204, [], b"")
            elif self.host == HOST:
                self.forward(body)
            elif self.host == urlsplit(address).hostname:
                html = [("Content-Type", "text/html")]
                self.give(200, html, page.encode())
            else:
                self.give(502, [], b"")

        do_POST = do_GET  # noqa: N815 - the library calls it so

        def forward(self, body: bytes) -> None:
            headers = {k: v for k, v in self.headers.items() if k.lower() not in BETWEEN}
            with closing(HTTPConnection(urlsplit(product).netloc, timeout=30)) as asked:
                asked.request(self.command, self.path, body or None, headers)
                with asked.getresponse() as answer:
                    status, told, words = answer.status, answer.getheaders(), answer.read()
            self.give(status, told, words)

        def give(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
            self.send_response_only(status)
            for name, value in headers:
                if name.lower() not in BETWEEN:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def finish(self) -> None:
            super().finish()
            self.request.close()

        def log_message(self, *_: object) -> None:
            """Nothing is printed."""

    proxy = Proxy(("127.0.0.1", 0), Talk)
    there = Outside(f"127.0.0.1:{proxy.server_port}")
    thread = Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield there
    finally:
        proxy.shutdown()
        proxy.server_close()
        thread.join()
