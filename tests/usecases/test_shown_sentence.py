"""The sentence that was shown is the one that is kept, and the one in the signature."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from io import BytesIO

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from app.core.intent import OtherSentence, intent_sha256, sentence
from app.core.negotiation.events import AgreementSigned
from tests.usecases.scenes import Scene, an_act


def kept(scene: Scene) -> list[str]:
    return [e.intent_sha256 for e in scene.history() if isinstance(e, AgreementSigned)]


@pytest.mark.parametrize(
    "change",
    [
        {"intent": "borrower-1"},
        {"intent": "lender-0"},
        {"intent": ""},
        {"language": "fr"},
        {"language": ""},
        {"language": "zh_Hans"},
    ],
)
def test_another_sentence_than_that_of_the_role_signs_nothing(
    signing: Scene, change: dict[str, object]
) -> None:
    sent = an_act(signing.page(signing.agent))
    with pytest.raises(OtherSentence):
        signing.sign(signing.agent, an_act(signing.page(signing.agent), **change))
    assert kept(signing) == []
    signing.sign(signing.agent, sent)
    assert kept(signing) == [intent_sha256("lender-1", "en")]


def test_a_signature_gives_the_sentence_of_its_act_as_its_reason(signing: Scene) -> None:
    """As if the act had been made when people agreed to another sentence."""
    signing.sign(signing.agent)
    older = "records-1"
    path = signing.deps.settings.data_dir / "plainpact.db"
    with closing(sqlite3.connect(path)) as file, file:
        was = intent_sha256("lender-1", "en")
        now = intent_sha256(older, "zh_Hans")
        triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?"
        for (name,) in file.execute(triggers, ("signature_act",)).fetchall():
            file.execute(f'DROP TRIGGER "{name}"')
        query = "UPDATE signature_act SET intent_sha256 = ? WHERE intent_sha256 = ?"
        assert file.execute(query, (now, was)).rowcount == 1
    signing.stage.work()
    record = signing.record()
    with signing.deps.reading() as uow:
        revisions = uow.agreements.revisions(record.tenant_id, record.id, record.version)
    newest = signing.deps.files.get(revisions[-1].sha256)
    signed = PdfFileReader(BytesIO(newest)).embedded_signatures[-1]
    assert sentence(older, record.language) in str(signed.sig_object["/Reason"])
