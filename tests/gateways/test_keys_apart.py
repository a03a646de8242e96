"""The server never opens a signing key: it reads certificates that were published."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from app.assembly import make_keys
from app.gateways.authority import open_authority, publish, roots
from app.gateways.trust import certificates, fingerprint
from app.usecases.deps import Deps
from tests.agreements import AT
from tests.one_app import app_of
from tests.stage import ORIGIN
from tests.stage import test_settings as settings_of

ROOT = Path(__file__).parents[2]

SERVE = """
import sys
opened = []
sys.addaudithook(lambda event, said: opened.append(str(said[0])) if event in WATCHED else None)
WATCHED = {"open", "os.listdir", "os.scandir", "glob.glob"}
from io import BytesIO
from app.factory import wsgi
client = wsgi().test_client()
page = client.get("/verify").get_data(as_text=True)
token = page.partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0]
sent = {"csrf_token": token, "file": (BytesIO(b"%PDF-1.7"), "a.pdf")}
answer = client.post("/verify", data=sent, headers={"Origin": ORIGIN})
print("answered", answer.status_code)
print("keys", any("web.key" in path for path in opened))
print("signing", [path for path in opened if "signing" in path and path.startswith(FOLDER)])
"""


@pytest.mark.parametrize("touches", [False, True], ids=["served", "if it did"])
def test_serving_the_verify_page_opens_nothing_below_the_signing_keys(
    template_dir: Path, tmp_path: Path, *, touches: bool
) -> None:
    folder = tmp_path / "data"
    shutil.copytree(template_dir, folder)
    constants = f"ORIGIN, FOLDER = {ORIGIN!r}, {str(folder)!r}\n"
    also = "from pathlib import Path\nlist(Path(FOLDER, 'keys', 'signing').iterdir())\n"
    code = constants + SERVE.replace("print(", (also if touches else "") + "print(", 1)
    told = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"APP_ENV": "test", "DATA_DIR": str(folder), "PUBLIC_BASE_URL": ORIGIN},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert "answered 200" in told.stdout, told.stderr
    assert "keys True" in told.stdout  # the hook does see files that are opened
    assert ("signing []" in told.stdout) is not touches


def test_the_roots_are_published_for_the_server(tmp_path: Path) -> None:
    settings = settings_of(tmp_path / "data")
    settings.data_dir.mkdir(mode=0o700)
    made = make_keys(settings, AT)
    assert settings.roots_file.read_bytes() == made.root_pem
    assert b"PRIVATE" not in settings.roots_file.read_bytes()
    assert settings.roots_file.stat().st_mode & 0o777 == 0o644
    (root,) = certificates(settings.roots_file.read_bytes())
    assert fingerprint(root) == made.fingerprint


def test_a_new_root_is_published_beside_the_old_ones(tmp_path: Path) -> None:
    keys, file = tmp_path / "keys", tmp_path / "roots.pem"
    for years in (0, 5):
        open_authority(keys, AT + timedelta(days=365 * years))
        publish(keys, file)
    assert file.read_bytes() == b"".join(roots(keys))
    assert file.read_bytes().count(b"BEGIN CERTIFICATE") == 2
    assert list(tmp_path.glob("roots.pem.*")) == []


@pytest.mark.parametrize("made", [True, False], ids=["with keys", "before any"])
def test_the_verify_page_shows_the_roots_fingerprint(deps: Deps, *, made: bool) -> None:
    if not made:
        deps.settings.roots_file.unlink()
    answer = app_of(deps).test_client().get("/verify")
    assert answer.status_code == 200
    if made:
        (root,) = certificates(deps.root_pem())
        assert fingerprint(root) in "".join(answer.get_data(as_text=True).split())
