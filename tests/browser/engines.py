"""Firefox and WebKit, driven by the same few verbs, each in its own words for them.

Debian brings WebKit's own driver, which speaks W3C WebDriver. Firefox's is not packaged, but
Firefox itself speaks Marionette, whose commands are WebDriver's under other names.
"""

from __future__ import annotations

import json
import socket
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

from tests.browser.processes import START_S, line_of, listening, process
from tests.browser.served import free_port

PATIENCE_S = 60
ASKED_AGAIN_S = 2
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
"""What the standard calls the id of an element."""
SHIFT = "\ue008"
LOADED = """return document.readyState === 'complete' && document.body
  && location.protocol !== 'about:' ? performance.timeOrigin : 0"""
"""Between two pages Firefox shows an empty one for a moment."""


class Command(NamedTuple):
    """What Marionette calls it, and where WebDriver has it in its session."""

    marionette: str
    method: str
    path: str


GO = Command("WebDriver:Navigate", "POST", "/url")
BACK = Command("WebDriver:Back", "POST", "/back")
FORWARD = Command("WebDriver:Forward", "POST", "/forward")
ADDRESS = Command("WebDriver:GetCurrentURL", "GET", "/url")
SOURCE = Command("WebDriver:GetPageSource", "GET", "/source")
COOKIES = Command("WebDriver:GetCookies", "GET", "/cookie")
FIND = Command("WebDriver:FindElement", "POST", "/element")
ACT = Command("WebDriver:PerformActions", "POST", "/actions")
END = Command("", "DELETE", "")
RUN = Command("WebDriver:ExecuteScript", "POST", "/execute/sync")


class Engine(ABC):
    """A browser with one window.

    It is told to wait for nothing: WebKit's driver waits for ever once Back met a redirect.
    """

    WISHES: ClassVar[dict[str, object]] = {"acceptInsecureCerts": True, "pageLoadStrategy": "none"}

    @abstractmethod
    def stop_scripts(self) -> None:
        """Pages that are opened from now on run none of theirs."""

    @abstractmethod
    def ask(self, command: Command, **told: object) -> Any:  # noqa: ANN401 - whatever it says
        """The command's value.

        Raises:
            LookupError: the browser refused; the message is its answer.
        """

    def go(self, address: str) -> None:
        self._move(GO, url=address)

    def back(self) -> None:
        self._move(BACK)

    def forward(self) -> None:
        self._move(FORWARD)

    @property
    def address(self) -> str:
        return str(self.ask(ADDRESS))

    @property
    def words(self) -> str:
        return str(self.ask(SOURCE))

    @property
    def cookies(self) -> dict[str, str]:
        return {cookie["name"]: cookie["value"] for cookie in self.ask(COOKIES)}

    @property
    def page(self) -> float:
        """When this page began, which no other page shares; 0 while it loads or another comes."""
        try:
            return float(self.run(LOADED) or 0)
        except LookupError:
            return 0

    def run(self, script: str, *given: object) -> Any:  # noqa: ANN401 - whatever it says
        return self.ask(RUN, script=script, args=given)

    def press(self, xpath: str) -> None:
        """Press what is found, with the mouse; what comes of it is not waited for."""
        found = self.ask(FIND, using="xpath", value=xpath)
        self.run("arguments[0].scrollIntoView()", found)
        over = {"type": "pointerMove", "origin": found, "x": 0, "y": 0}
        self._act(
            "pointer", [over, *({"type": f"pointer{w}", "button": 0} for w in ("Down", "Up"))]
        )

    def shift(self, times: int) -> None:
        one = [{"type": f"key{way}", "value": SHIFT} for way in ("Down", "Up")]
        self._act("key", one * times)

    def wait_for_other(self, than: float) -> None:
        """Until another page than ``than`` has been loaded.

        Raises:
            TimeoutError: none was, for a minute.
        """
        until = time.monotonic() + PATIENCE_S
        while self.page in {0, than}:
            if time.monotonic() > until:
                raise TimeoutError(f"{self.address}: {self.words[:2000]}")
            time.sleep(0.02)

    def _move(self, command: Command, **told: object) -> None:
        before = self.page
        self.ask(command, **told)
        self.wait_for_other(before)

    def _act(self, kind: str, actions: Sequence[Mapping[str, object]]) -> None:
        self.ask(ACT, actions=[{"type": kind, "id": kind, "actions": actions}])


class Firefox(Engine):
    """By Marionette: a message is ``<length>:[kind, number, name or error, value]``."""

    QUIET: ClassVar[dict[str, object]] = {
        "app.normandy.enabled": False,
        "app.update.disabledForTesting": True,
        "browser.newtabpage.enabled": False,
        "browser.startup.page": 0,
        "media.gmp-manager.updateEnabled": False,
        "messaging-system.rsexperimentloader.enabled": False,
        "services.settings.server": "data:,",
    }
    """What would ask a host of Mozilla's; the proxy would answer, but nobody shall ask."""

    def __init__(self, port: int) -> None:
        self.line = socket.create_connection(("127.0.0.1", port), timeout=START_S)
        self.told = self.line.makefile("rb")
        self.number = 0
        self._hear()
        self.ask(Command("WebDriver:NewSession", "", ""), **self.WISHES)

    @classmethod
    @contextmanager
    def opened(cls, folder: Path, proxy: str) -> Iterator[Engine]:
        host, _, port = proxy.partition(":")
        chosen = cls.QUIET | {"marionette.port": 0, "network.proxy.type": 1}
        for kind in ("http", "ssl"):
            chosen |= {f"network.proxy.{kind}": host, f"network.proxy.{kind}_port": int(port)}
        lines = (f"user_pref({json.dumps(k)}, {json.dumps(v)});\n" for k, v in chosen.items())
        (folder / "user.js").write_text("".join(lines), encoding="utf-8")
        flags = ["-headless", "-no-remote", "-marionette", "-remote-allow-system-access"]
        command = ["firefox-esr", *flags, "-profile", str(folder)]
        # Without the second, Firefox goes to its own server of settings, whatever it is told.
        with process(command, folder, MOZ_REMOTE_SETTINGS_DEVTOOLS="1") as firefox:
            engine = cls(int(line_of(folder / "MarionetteActivePort", firefox)))
            try:
                yield engine
            finally:
                engine.told.close()
                engine.line.close()

    def stop_scripts(self) -> None:
        place = Command("Marionette:SetContext", "", "")
        self.ask(place, value="chrome")
        self.run("Services.prefs.setBoolPref('javascript.enabled', false)")
        self.ask(place, value="content")

    def ask(self, command: Command, **told: object) -> Any:  # noqa: ANN401 - whatever it says
        self.number += 1
        body = json.dumps([0, self.number, command.marionette, told]).encode()
        self.line.sendall(b"%d:%b" % (len(body), body))
        _, _, error, value = self._hear()
        if error:
            raise LookupError(error)
        return value["value"] if isinstance(value, dict) and "value" in value else value

    def _hear(self) -> Any:  # noqa: ANN401 - whatever it says
        length = b""
        while (one := self.told.read(1)) not in (b":", b""):
            length += one
        return json.loads(self.told.read(int(length)))


class WebKit(Engine):
    """By WebKit's own driver; it needs a screen."""

    def __init__(self, port: int, proxy: str) -> None:
        self.port = port
        self.flags = ["--automation", f"--proxy=http://{proxy}"]
        self._begin()

    @classmethod
    @contextmanager
    def opened(cls, folder: Path, proxy: str) -> Iterator[Engine]:
        number, port = folder / "screen", free_port()
        with number.open("wb") as out:
            flags = ["-displayfd", "1", "-screen", "0", "1280x800x24", "-nolisten", "tcp"]
            with process(["Xvfb", *flags], folder, out) as screen:
                shown = f":{line_of(number, screen)}"
                driver = ["WebKitWebDriver", f"--port={port}"]
                # There is no graphics card to share buffers with.
                with process(
                    driver, folder, DISPLAY=shown, WEBKIT_DISABLE_DMABUF_RENDERER="1"
                ) as running:
                    listening(port, running)
                    engine = cls(port, proxy)
                    try:
                        yield engine
                    finally:
                        engine.ask(END)

    def stop_scripts(self) -> None:
        self.ask(END)
        self.flags.append("--enable-javascript=false")
        self._begin()

    def _begin(self) -> None:
        self.session = "/session"
        wishes = self.WISHES | {"webkitgtk:browserOptions": {"args": self.flags}}
        made = self.ask(Command("", "POST", ""), capabilities={"alwaysMatch": wishes})
        self.session += f"/{made['sessionId']}"

    @property
    def page(self) -> float:
        """A page that is put aside for Back before it is asked never answers: the next one does."""
        try:
            return float(self._ask(ASKED_AGAIN_S, RUN, {"script": LOADED, "args": []}) or 0)
        except (LookupError, TimeoutError):
            return 0

    def ask(self, command: Command, **told: object) -> Any:  # noqa: ANN401 - whatever it says
        return self._ask(START_S, command, told)

    def _ask(self, seconds: float, command: Command, told: Mapping[str, object]) -> Any:  # noqa: ANN401 - as above
        body = json.dumps(told) if command.method == "POST" else None
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=seconds)) as line:
            line.request(command.method, self.session + command.path, body)
            with line.getresponse() as answer:
                value = json.loads(answer.read())["value"]
        if answer.status >= 400:
            raise LookupError(value)
        return value


ENGINES: dict[str, type[Firefox | WebKit]] = {"firefox": Firefox, "webkit": WebKit}
