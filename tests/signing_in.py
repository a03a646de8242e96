"""Staff at their browsers: coming by mail, and the second step."""

from __future__ import annotations

import re

import pyotp
from flask import Flask
from werkzeug.test import TestResponse

from app.core.access import Actor
from app.gateways.mail import FolderMail
from app.jobs.handlers import handlers
from app.jobs.runner import Runner
from app.usecases.deps import Deps
from tests.stage import ORIGIN, Clock, Visitor

SECRET = re.compile(r"<code data-secret>([A-Z2-7]{32})</code>")
CODE = re.compile(r"\b([0-9]{8})\b")


def newest_mail(deps: Deps, to: str, says: str = "") -> str:
    """The last letter to an address that says so, when the background work is done."""
    Runner(deps.unit_of_work, handlers(deps), deps.now).drain()
    assert isinstance(deps.mail, FolderMail)
    letters = deps.mail.letters()
    return next(one.text for one in letters if one.to == to and says in one.text)


def link_of(mail: str) -> str:
    found = re.search(rf"{ORIGIN}(/\S+)", mail)
    assert found, mail
    return found[1]


def address_of(deps: Deps, actor: Actor) -> str:
    with deps.reading() as uow:
        person = uow.people.find(actor.person_id)
    assert person
    assert person.email
    return person.email


def by_mail(app: Flask, deps: Deps, actor: Actor) -> tuple[Visitor, TestResponse]:
    """A browser that has typed the code of its mail, and where it was sent."""
    browser, address = Visitor.open(app, deps), address_of(deps, actor)
    assert browser.post("/sign-in", {"email": address}).status_code == 303
    code = CODE.search(newest_mail(deps, address, "/sign-in/link"))
    assert code
    return browser, browser.post("/sign-in/code", {"code": code[1]})


def enrolled(browser: Visitor, clock: Clock) -> str:
    """Set up a code app; the secret, whose code of now is used up."""
    assert browser.post("/account/security/app").status_code == 303
    found = SECRET.search(browser.get("/account/security/app").text)
    assert found
    form = {"code": shown(found[1], clock), "name": "My phone"}
    answer = browser.post("/account/security/app/code", form)
    assert answer.status_code == 303, answer.text
    return found[1]


def shown(secret: str, clock: Clock) -> str:
    """What the app shows now."""
    return pyotp.TOTP(secret).at(int(clock().timestamp()))
