"""Markup and templates that people type: shown as they were typed, everywhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from uuid import uuid4

from bs4 import BeautifulSoup

from app.core.agreement import Text, facts_bytes
from app.documents.drawing import draw
from app.documents.letters import letter
from tests.agreements import an_english_agreement
from tests.attacks.reading import Input
from tests.attacks.running import Ground, Ran, check
from tests.attacks.sending import Talks
from tests.documents.pages import pages

RUNS = "main script, main style, main link, main svg[onload], main img, main form[action^='//']"


@dataclass(frozen=True, slots=True)
class Ready:
    talks: Talks


def prepare(ground: Ground) -> Ready:
    return Ready(Talks.of(ground, "four-weekly", "confirm", "tell"))


def send(ready: Ready, one: Input) -> Ran:
    """To the lender in a message, and back to its writer in a field that is refused."""
    talks = ready.talks
    path = f"{talks.mine}/messages"
    sent = talks.borrower.post(path, {"message": str(uuid4()), "words": one.send})
    again = talks.borrower.post(f"{talks.mine}/own", {"amount": one.send, "every": "monthly"})
    shown = [talks.borrower.get(path), talks.agent.get(path), again]
    return Ran.of(sent, did=2, said=(one.send, sent.status_code, [a.text for a in shown]))


@check
def pages_show_it_as_it_was_typed(_: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
    for name, result in ran.items():
        typed, _status, shown = result.said
        for number, page in enumerate(shown):
            soup = BeautifulSoup(page, "html.parser")
            held = " ".join(str(box.get("value", "")) for box in soup.select("input"))
            if _bare(typed) not in _bare(soup.get_text() + held):
                yield f"{name}: page {number} does not show it"
            if runs := soup.select(RUNS):
                yield f"{name}: page {number} runs {runs[0].name}"


@check
def nothing_is_worked_out(_: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
    for name in ran.keys() & {"jinja", "dollar", "hash-braces", "percent-sum"}:
        for page in ran[name].said[2]:
            main = BeautifulSoup(page, "html.parser").select_one("main")
            if main is None or "> 49 <" in main.decode() or ">49<" in main.decode():
                yield f"{name}: 49"


@check
def pages_carry_nothing_that_the_policy_would_report(
    _: Ready, ran: Mapping[str, Ran]
) -> Iterator[str]:
    """A report comes from an attribute or element that the policy forbids: there is none."""
    for name, result in ran.items():
        for page in result.said[2]:
            for tag in BeautifulSoup(page, "html.parser").find_all(True):
                if any(str(one).startswith("on") or one == "style" for one in tag.attrs):
                    yield f"{name}: {tag.name} has {sorted(tag.attrs)}"
                if tag.name in ("script", "style") and not tag.get("nonce"):
                    yield f"{name}: {tag.name} without nonce"


@check
def paper_and_mail_print_it(ready: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
    """All of them in one agreement, which opens no address: the renderer has none to open."""
    facts = an_english_agreement(12)
    typed = [result.said[0] for result in ran.values()]
    clauses = replace(facts.clauses, limitation=Text(" | ".join(typed), " | ".join(typed)))
    written = facts_bytes(replace(facts, clauses=clauses))
    drawn = draw(ready.talks.ground.sandbox, written, "en")
    words = "".join(page.text for page in pages(drawn.pdf))
    yield from (f"not on paper: {one}" for one in typed if _bare(one) not in _bare(words))
    for one in typed:
        values = {"link": one, "code": one, "minutes": "10", "neutral": one}
        if one not in letter("sign_in", "en", values).body:
            yield f"not in the mail: {one}"


@check
def nobody_writes_templates(ready: Ready, _: Mapping[str, Ran]) -> Iterator[str]:
    """Lenders fill in fields: there is no page where they write what documents or mails say."""
    for rule in ready.talks.ground.app.url_map.iter_rules():
        if "template" in rule.rule or "template" in rule.endpoint:
            yield rule.endpoint


def _bare(text: str) -> str:
    return "".join(text.split())
