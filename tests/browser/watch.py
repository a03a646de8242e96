"""What must hold on every page: no error, no foreign request, one heading, no sideways scroll."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, partial
from importlib.resources import files
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request

REPORT_VIOLATIONS = """
addEventListener("securitypolicyviolation", event =>
  console.error("policy violated: " + event.violatedDirective + " " + event.blockedURI));
"""
LOOK = """() => ({
  headings: [...document.querySelectorAll("h1")].map(h => h.textContent.trim()),
  title: document.title.trim(),
  language: document.documentElement.lang,
  beyond: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  ids: [...document.querySelectorAll("[id]")].map(e => e.id)
    .filter((id, at, all) => all.indexOf(id) !== at),
})"""
SERIOUS = ("serious", "critical")
AXE = """() => axe.run(document, {resultTypes: ["violations"]}).then(found =>
  found.violations.map(v => [v.impact, v.id, v.nodes.map(n => n.target.join(" ")).join("; ")]))"""
TAGS = {"en": "en", "zh": "zh-Hans"}


@cache
def axe() -> str:
    """The accessibility engine, as its package ships it."""
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


@dataclass(slots=True)
class Watch:
    """Looks over one person's shoulder."""

    base: str
    language: str
    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    examined: set[tuple[str, ...]] = field(default_factory=set)

    def follow(self, context: BrowserContext) -> None:
        context.add_init_script(REPORT_VIOLATIONS)
        # Functions, not methods: Playwright writes on a method's object, which has slots.
        context.on("console", partial(_note_console, self.errors))
        context.on("weberror", lambda error: self.errors.append(str(error.error)))
        context.on("request", partial(_note_foreign, self.foreign, f"{self.base}/"))

    def check(self, page: Page, *, deeply: bool = True) -> None:
        """Look at the page that is open now; ``deeply`` runs the accessibility engine too.

        It runs once for a page and its heading: a page loaded again to wait is not new.
        """
        path = page.url.removeprefix(self.base)
        found: dict[str, Any] = page.evaluate(LOOK)
        if len(found["headings"]) != 1:
            self.faults.append(f"{path}: headings {found['headings']}")
        elif found["title"] != found["headings"][0]:
            self.faults.append(
                f"{path}: title {found['title']!r}, heading {found['headings'][0]!r}"
            )
        if found["beyond"] > 0:
            self.faults.append(f"{path}: {found['beyond']} px wider than the screen")
        if found["language"] != TAGS[self.language]:
            self.faults.append(f"{path}: language {found['language']}")
        if found["ids"]:
            self.faults.append(f"{path}: ids used twice {found['ids']}")
        known = (path, *found["headings"])
        if deeply and known not in self.examined:
            self.examined.add(known)
            self.faults += [f"{path}: {fault}" for fault in accessibility(page)]
        self.seen.append(path)

    def assert_clean(self) -> None:
        """Raises AssertionError with everything that was found, or when no page was seen."""
        found = [*self.errors, *(f"asked for {url}" for url in self.foreign), *self.faults]
        if found or not self.seen:
            raise AssertionError("\n".join(found) or "no page was seen")


def _note_console(errors: list[str], message: ConsoleMessage) -> None:
    if message.type in {"error", "warning"}:
        errors.append(f"{message.type} on {message.location.get('url')}: {message.text}")


def _note_foreign(foreign: list[str], ours: str, request: Request) -> None:
    if not request.url.startswith((ours, "data:", "blob:")):
        foreign.append(request.url)


def accessibility(page: Page) -> list[str]:
    """Every finding of axe-core, of any level."""
    page.evaluate(axe())
    return [f"{impact} {rule}: {where}" for impact, rule, where in page.evaluate(AXE)]
