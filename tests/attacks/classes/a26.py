"""Formulas that people type: they come out of every table and file as text, and back again."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from io import StringIO
from pathlib import Path

import app
from app.usecases import looking, offers, own_data
from tests.attacks.reading import Input
from tests.attacks.running import Ground, Ran, check
from tests.attacks.sending import Talks
from tests.core.imports.lender_tables import GOOD, read

BEGINS = re.compile(r"^[=+\-@\t\r＝＋－＠]")
WRITES_A_TABLE = re.compile(r"csv\.(?:writer|DictWriter)|openpyxl|xlsx|tab-separated")
APP = Path(app.__file__).parent
TABLES = {"usecases/looking.py", "usecases/demo.py"}
"""The payments that a charity looks at, and the made-up file that the demonstration reads."""
PAYMENTS = "/counselor/looking/cases/<uuid:case_id>/payments.csv"
SHEETS = (".csv", ".tsv", ".xls", ".xlsx", ".ods")
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Ready:
    talks: Talks


def prepare(ground: Ground) -> Ready:
    return Ready(Talks.of(ground, "four-weekly", "confirm", "tell"))


def send(ready: Ready, one: Input) -> Ran:
    """As the name of another debt, as words to the lender, and as a name in a lender's file."""
    talks, text = ready.talks, one.send
    debt = {"creditor": text, "kind": "other", "owed": "20"}
    stored = talks.borrower.post(f"{talks.home}/budget/debts", debt)
    report = read(_file(text))
    names = [row.name for row in report.rows]
    kept = stored.status_code == HTTPStatus.SEE_OTHER
    return Ran((), 2, said=(text, kept, names, len(report.problems)))


def _file(name: str) -> bytes:
    """One row of a lender's table, quoted as any spreadsheet does."""
    out = StringIO()
    rows = csv.DictWriter(out, list(GOOD))
    rows.writeheader()
    rows.writerow(GOOD | {"name": name})
    return out.getvalue().encode()


def _cells(talks: Talks) -> Iterator[str]:
    found = offers.choice(talks.part.deps, talks.part.borrower, talks.part.case_id)
    table = looking._table(offers.drafts(found)[0].terms.schedule)
    for row in csv.reader(StringIO(table.decode())):
        yield from row


@check
def no_cell_of_a_table_begins_like_a_formula(ready: Ready, _: Mapping[str, Ran]) -> Iterator[str]:
    for cell in _cells(ready.talks):
        if BEGINS.match(cell) and not NUMBER.fullmatch(cell):
            yield cell


@check
def there_is_no_other_table(ready: Ready, _: Mapping[str, Ran]) -> Iterator[str]:
    """Whoever adds a table that leaves the product has to bring it here."""
    writes = {
        str(path.relative_to(APP))
        for path in APP.rglob("*.py")
        if WRITES_A_TABLE.search(path.read_text(encoding="utf-8"))
    }
    yield from sorted(writes ^ TABLES)
    rules = {rule.rule for rule in ready.talks.ground.app.url_map.iter_rules()}
    yield from (rule for rule in rules if rule.endswith(SHEETS) and rule != PAYMENTS)


@check
def figures_are_plain_numbers(ready: Ready, _: Mapping[str, Ran]) -> Iterator[str]:
    """The columns of a table are days, numbers and codes; nobody's words are in one."""
    words = [
        cell for cell in _cells(ready.talks) if not re.fullmatch(r"[A-Z]{3}|[0-9.-]+|[a-z]+", cell)
    ]
    yield from words


@check
def what_was_typed_comes_back(ready: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
    """In the file of one's own data, and from a lender's file unless its line was refused."""
    talks = ready.talks
    mine = json.dumps(own_data.export(talks.part.deps, talks.part.borrower), ensure_ascii=False)
    for name, result in ran.items():
        text, kept, names, problems = result.said
        if kept and json.dumps(text.strip(), ensure_ascii=False)[1:-1] not in mine:
            yield f"{name}: is not in one's own data"
        if names and names != [text.strip()]:
            yield f"{name}: was read as {names}"
        if not names and not problems:
            yield f"{name}: its row is gone without a word"


@check
def a_name_stays_in_its_cell(_: Ready, ran: Mapping[str, Ran]) -> Iterator[str]:
    for name, result in ran.items():
        if len(result.said[2]) > 1:
            yield f"{name}: {len(result.said[2])} rows of one"
