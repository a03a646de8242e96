"""Imports point inward, and each contract is seen to fail when it is broken on purpose."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
APP = ROOT / "app"
LINT = Path(sys.executable).parent / "lint-imports"
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
    "contracts"
]

# Contract, the module that offends, and what it imports.
BROKEN = [
    ("imports point inward", "app.core.offender", "app.store"),
    ("imports point inward", "app.core.offender", "app.settings"),
    ("imports point inward", "app.core.offender", "app.faults"),
    ("imports point inward", "app.core.offender", "app.logs"),
    ("imports point inward", "app.store.offender", "app.usecases"),
    ("imports point inward", "app.documents.offender", "app.store"),
    ("imports point inward", "app.gateways.offender", "app.documents"),
    ("imports point inward", "app.usecases.offender", "app.web.lender"),
    ("imports point inward", "app.jobs.offender", "app.web"),
    ("imports point inward", "app.web.offender", "app.factory"),
    ("core is the standard library only", "app.core.offender", "sqlalchemy"),
    ("core is the standard library only", "app.core.offender", "flask"),
    ("only the portfolio counts in columns", "app.core.offender", "numpy"),
    ("only the portfolio counts in columns", "app.commands.offender", "numpy"),
    ("only web speaks Flask", "app.usecases.offender", "flask"),
    ("only web speaks Flask", "app.jobs.offender", "werkzeug"),
    ("web reaches data through use cases only", "app.web.lender.offender", "app.store"),
    ("web reaches data through use cases only", "app.web.offender", "sqlalchemy"),
    ("audiences are independent", "app.web.borrower.offender", "app.web.lender"),
    ("audiences are independent", "app.web.verify.offender", "app.web.public"),
    ("audiences are independent", "app.web.api.offender", "app.web.borrower"),
    ("pydantic describes the API and validates nothing", "app.usecases.offender", "pydantic"),
    ("no lender reaches the floor", "app.core.living.offender", "app.core.lending"),
    ("no lender reaches the floor", "app.core.household.offender", "app.core.lender_policy"),
    ("use cases write no SQL", "app.usecases.offender", "sqlalchemy"),
    ("use cases write no SQL", "app.jobs.offender", "alembic"),
]


def named_modules() -> set[str]:
    """Every module of ours that a contract names."""
    found: set[str] = set()
    for contract in CONTRACTS:
        for key in ("layers", "modules", "source_modules", "forbidden_modules"):
            for line in contract.get(key, []):
                found |= {m for m in line.replace("|", " ").split() if m.startswith("app")}
    return found


@pytest.fixture(scope="module")
def skeleton(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The named modules, empty but for the imports allowed by name, under the real contracts."""
    root = tmp_path_factory.mktemp("skeleton")
    shutil.copy(ROOT / "pyproject.toml", root)
    for name in named_modules():
        folder = root
        for part in name.split("."):
            folder /= part
            folder.mkdir(exist_ok=True)
            (folder / "__init__.py").touch()
    for contract in CONTRACTS:
        for allowed in contract.get("ignore_imports", []):
            importer, imported = allowed.split(" -> ")
            module = root.joinpath(*importer.split(".")).with_suffix(".py")
            module.write_text(f"import {imported}\n")
    return root


def lint(root: Path) -> tuple[int, str]:
    """Exit code and report of the import contracts for ``root``."""
    done = subprocess.run(
        [LINT, "--no-cache"], cwd=root, capture_output=True, text=True, timeout=60, check=False
    )
    return done.returncode, done.stdout + done.stderr


def test_an_empty_tree_keeps_every_contract(skeleton: Path) -> None:
    code, report = lint(skeleton)
    assert (code, report.count("KEPT")) == (0, len(CONTRACTS)), report


@pytest.mark.parametrize(("contract", "module", "imported"), BROKEN)
def test_one_wrong_import_breaks_its_contract(
    skeleton: Path, contract: str, module: str, imported: str
) -> None:
    offender = skeleton.joinpath(*module.split(".")).with_suffix(".py")
    offender.write_text(f"import {imported}\n")
    try:
        code, report = lint(skeleton)
    finally:
        offender.unlink()
    assert code == 1, report
    assert f"{contract} BROKEN" in report


def test_every_contract_is_broken_on_purpose_above() -> None:
    assert {contract for contract, _, _ in BROKEN} == {c["name"] for c in CONTRACTS}


def test_every_part_of_the_app_has_a_layer() -> None:
    layers = {m for m in named_modules() if m.count(".") == 1} | {"app.translations"}
    parts = {f"app.{p.stem}" for p in APP.iterdir() if p.suffix == ".py" or any(p.rglob("*.py"))}
    assert parts - {"app.__init__"} <= layers


def imports(path: Path) -> Iterator[str]:
    """The full names of everything a file imports."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_core_imports_nothing_but_the_standard_library_and_itself() -> None:
    strange = {
        (path.relative_to(ROOT).as_posix(), name)
        for path in (APP / "core").rglob("*.py")
        for name in imports(path)
        if name.partition(".")[0] not in sys.stdlib_module_names
        and not name.startswith("app.core")
        and not (path.name == "portfolio.py" and name.startswith("numpy"))
    }
    assert strange - {(path, "app") for path, _ in strange} == set()


def test_no_module_imports_itself_in_a_circle() -> None:
    modules = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for path in APP.rglob("*.py")
    }
    graph = {
        name: {other for other in imports(path) if other in modules and other != name}
        for name, path in modules.items()
    }
    assert set(TopologicalSorter(graph).static_order()) == set(modules)


def test_money_can_be_imported_without_any_library() -> None:
    seen = subprocess.run(
        [sys.executable, "-c", "import app.core.money, sys; print(*sys.modules, sep='\\n')"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    ).stdout.split()
    assert "app.core.money" in seen
    started = {"sitecustomize", "usercustomize", "__main__"}
    strange = {name.partition(".")[0] for name in seen} - sys.stdlib_module_names - started
    assert not {"flask", "sqlalchemy", "wtforms"} & strange
    assert {name for name in seen if name.startswith("app.") and ".core" not in name} == set()
