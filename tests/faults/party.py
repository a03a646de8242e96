"""One person signs, in a process of its own: ``python -m tests.faults.party`` reads who and what."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from uuid import UUID

from app.assembly import build
from app.usecases import sign
from tests.stage import test_settings as settings_of


def main() -> None:
    told = json.load(sys.stdin)
    deps = build(settings_of(Path(told["folder"])))
    with deps.reading() as uow:
        actor = uow.people.actor(UUID(told["person"]))
    sent = told["act"] | {"answers": tuple(told["act"]["answers"])}
    print(sign.act(deps, actor, UUID(told["case"]), sign.Act(**sent)))


if __name__ == "__main__":
    main()
