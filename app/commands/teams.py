"""``team``: an organisation with its first admin, an invitation, a new start at signing in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.usecases import team_opening
from app.usecases.deps import Deps

OK = 0


def add(commands: Any, ready: Callable[[], Deps]) -> None:  # noqa: ANN401 (argparse does not name the type of subparsers)
    """The three commands; mails leave with the background work."""
    parser = commands.add_parser("team", help="organisations and the people who work there")
    which = parser.add_subparsers(required=True, metavar="open|invite|reset")

    opened = which.add_parser("open", help="a new organisation, and its first admin is invited")
    opened.add_argument("kind", choices=("lender", "charity", "operator"))
    opened.add_argument("name")
    opened.add_argument("email", help="where the invitation of the first admin goes")
    opened.add_argument("--country", default="GB", help="two letters, like GB")
    opened.set_defaults(command=lambda asked: _open(ready(), asked))

    invited = which.add_parser("invite", help="invite an admin where none is left")
    invited.add_argument("organisation", help="its name or id")
    invited.add_argument("email")
    invited.add_argument("--role", default="admin")
    invited.set_defaults(command=lambda asked: _invite(ready(), asked))

    anew = which.add_parser(
        "reset", help="a new start for somebody who asked and has no other admin"
    )
    anew.add_argument("email")
    anew.set_defaults(command=lambda asked: _reset(ready(), asked.email))


def _open(deps: Deps, asked: Any) -> int:  # noqa: ANN401 (argparse's own)
    home = team_opening.open_team(deps, asked.kind, asked.name, asked.country, asked.email)
    print(f"{home}: the invitation is on its way")
    return OK


def _invite(deps: Deps, asked: Any) -> int:  # noqa: ANN401 (argparse's own)
    team_opening.invite(deps, asked.organisation, asked.email, asked.role)
    print("the invitation is on its way")
    return OK


def _reset(deps: Deps, email: str) -> int:
    team_opening.reset(deps, email)
    print("the next sign-in by mail sets up a new second step")
    return OK
