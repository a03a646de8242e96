"""What a child makes of a file: plain pictures of its pages, or a reason."""

from __future__ import annotations

import json
import os
import zlib
from base64 import encodebytes
from io import BytesIO

import pytest
from PIL import Image, ImageCms

from app.core.exhibits import MOST_BYTES, ExhibitRefused, Why
from app.documents.exhibit_signs import EICAR
from app.documents.sandbox import Sandbox
from app.usecases.exhibit_reading import Read, picture, read_apart
from tests.exhibits.making import A4, BLUE, SQUARE, WHITE, a_pdf, a_photo, a_picture, stream

NEAR = 12
"""How far a colour may move on its way through a JPEG."""
BOMB = 60_000_000
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(100)
WORDS = (b"Exif", b"PHONE", b"http://ns.adobe.com", b"ICC_PROFILE", b"JavaScript", b"GPS", b"<x:")


def opened(read: Read, number: int = 1) -> Image.Image:
    return Image.open(BytesIO(picture(read.pages, read.pictures, number)))


def is_near(found: object, colour: tuple[int, int, int]) -> bool:
    assert isinstance(found, tuple)
    return all(abs(one - other) <= NEAR for one, other in zip(found, colour, strict=True))


def refusals(paper_reader: Sandbox, files: dict[str, bytes]) -> dict[str, str]:
    """Why each was not taken; "taken" for one that was."""
    found = {}
    for name, data in files.items():
        try:
            read_apart(paper_reader, data)
        except ExhibitRefused as refusal:
            found[name] = refusal.why.value
        else:
            found[name] = "taken"
    return found


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_of_each_kind_becomes_one_plain_jpeg(paper_reader: Sandbox, kind: str) -> None:
    read = read_apart(paper_reader, a_picture(kind))
    assert (read.kind, read.pages[0][:2]) == (kind, (300, 200))
    with opened(read) as drawn:
        assert (drawn.format, drawn.mode, drawn.size) == ("JPEG", "RGB", (300, 200))
        assert is_near(drawn.getpixel((150, 100)), BLUE)


def test_pages_of_a_pdf_are_drawn_as_they_look(paper_reader: Sandbox) -> None:
    read = read_apart(paper_reader, a_pdf(3))
    assert (read.kind, len(read.pages)) == ("PDF", 3)
    for number in (1, 2, 3):
        with opened(read, number) as drawn:
            width, height = drawn.size
            assert (width, height) == tuple(round(points * 150 / 72) for points in A4)
            assert is_near(drawn.getpixel((width // 2, height // 2)), BLUE)
            assert is_near(drawn.getpixel((5, 5)), WHITE)


def test_a_photo_stands_upright_and_says_nothing_of_its_camera(paper_reader: Sandbox) -> None:
    wide = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    upright = {1: (0, 0), 3: (299, 199), 6: (199, 0), 8: (0, 299)}
    for orientation, blue_at in upright.items():
        read = read_apart(paper_reader, a_photo(orientation=orientation, icc=wide))
        assert [word for word in WORDS if word in read.pictures] == [], orientation
        with opened(read) as drawn:
            assert set(drawn.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
            assert drawn.size == ((200, 300) if orientation in (6, 8) else (300, 200))
            assert is_near(drawn.getpixel(blue_at), BLUE), orientation


def test_every_way_to_keep_colours_is_read(paper_reader: Sandbox) -> None:
    modes = {
        "see-through": (a_picture(mode="RGBA", colour=(0, 0, 255, 0)), WHITE),
        "grey, see-through": (a_picture(mode="LA", colour=(10, 0)), WHITE),
        "four inks": (a_picture("JPEG", mode="CMYK", colour=(255, 255, 0, 0)), BLUE),
        "16 bits": (a_picture(mode="I;16", colour=0), (0, 0, 0)),
        "one bit": (a_picture(mode="1", colour=1), WHITE),
        "a palette": (a_picture(mode="P", colour=0), (0, 0, 0)),
    }
    for name, (data, colour) in modes.items():
        with opened(read_apart(paper_reader, data)) as drawn:
            assert is_near(drawn.getpixel((10, 10)), colour), name


def test_a_large_photo_is_made_smaller_and_keeps_its_form(paper_reader: Sandbox) -> None:
    photo = BytesIO()
    Image.effect_noise((4000, 3000), 20).save(photo, "JPEG", quality=50)
    with opened(read_apart(paper_reader, photo.getvalue())) as drawn:
        assert drawn.size == (1754, 1316)


def test_what_a_pdf_would_do_is_left_behind(paper_reader: Sandbox) -> None:
    script = b"<</S/JavaScript/JS(app.alert\\(1\\))>>"
    launch = b"<</S/Launch/F(calc.exe)>>"
    box = b"<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/V(typed)/Rect[0 0 90 20]/AA<</F " + script
    actives = {
        "script": a_pdf(catalog=b"/OpenAction" + script),
        "launch": a_pdf(catalog=b"/OpenAction" + launch),
        "page-action": a_pdf(page=b"/AA<</O" + script + b">>"),
        "form": a_pdf(catalog=b"/AcroForm<</Fields[5 0 R]>>", more=(box + b">>>>",)),
        "xfa": a_pdf(catalog=b"/AcroForm<</XFA 5 0 R/Fields[]>>", more=(stream(b"<xdp/>"),)),
        "attachment": a_pdf(
            catalog=b"/Names<</EmbeddedFiles<</Names[(a.exe)5 0 R]>>>>",
            more=(b"<</Type/Filespec/F(a.exe)/EF<</F 6 0 R>>>>", stream(b"MZ" + bytes(99))),
        ),
        "metadata": a_pdf(catalog=b"/Metadata 5 0 R", more=(stream(b"<x:xmpmeta/>"),)),
        "afar": a_pdf(page=b"/Annots[<</Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(http://x)>>>>]"),
    }
    for name, data in actives.items():
        read = read_apart(paper_reader, data)
        assert [word for word in WORDS if word in read.pictures] == [], name
        with opened(read) as drawn:
            assert is_near(drawn.getpixel((620, 877)), BLUE), name


def test_files_beyond_a_limit_say_which(paper_reader: Sandbox) -> None:
    deep = zlib.compress(zlib.compress(bytes(BOMB), 9), 9)
    nested = b"<</Filter[/FlateDecode/FlateDecode]/Length %d>>stream\n%s\nendstream"
    objects = stream(b"5 0 " + bytes(BOMB), b"/Type/ObjStm/N 1/First 4")
    files = {
        "empty": b"",
        "too_large": bytes(MOST_BYTES + 1),
        "pages": a_pdf(51),
        "200 pages": a_pdf(200),
        "dots": a_picture(size=(8_000, 6_000), mode="1", colour=0),
        "ratio": a_picture(size=(3000, 3000)),
        "zeros": a_pdf(content=bytes(BOMB)),
        "nested": a_pdf(drawing=nested % (len(deep), deep)),
        "object stream": a_pdf(more=(objects,)),
    }
    found = refusals(paper_reader, files)
    assert found == {
        "empty": "empty",
        "too_large": "too_large",
        "pages": "pages",
        "200 pages": "pages",
        "dots": "dots",
        "ratio": "ratio",
        "zeros": "ratio",
        "nested": "ratio",
        "object stream": "ratio",
    }


def test_what_stands_at_a_limit_is_taken(paper_reader: Sandbox) -> None:
    files = {"50 pages": a_pdf(50, SQUARE), "a plain screenshot": a_picture(size=(1170, 2532))}
    assert refusals(paper_reader, files) == dict.fromkeys(files, "taken")


def test_other_kinds_and_broken_files_say_what_to_send(paper_reader: Sandbox) -> None:
    photo = a_photo()
    locked = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R/Encrypt<</Filter"
        b"/Standard/V 1/R 2/P -4/O(" + b"o" * 32 + b")/U(" + b"u" * 32 + b")>>/ID[(a)(a)]>>"
    )
    files = {
        "html": b"<html><script>alert(1)</script></html>",
        "svg": b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
        "gif": a_picture("GIF", mode="P", colour=1),
        "tiff": a_picture("TIFF"),
        "docx": b"PK\x03\x04" + bytes(60),
        "program": b"MZ" + bytes(99),
        "pdf behind words": b"GIF89a <script> " + a_pdf(),
        "heic": HEIC,
        "locked": locked,
        "half a photo": photo[: len(photo) // 2],
        "half a png": a_picture()[:-40],
        "half a pdf": a_pdf()[:200],
        "noise in a pdf": b"%PDF-1.7\n" + os.urandom(500),
    }
    found = refusals(paper_reader, files)
    other = dict.fromkeys(list(files)[:7], "kind")
    broken = dict.fromkeys(list(files)[9:], "broken")
    assert found == other | {"heic": "heic", "locked": "locked"} | broken


def test_two_files_in_one_are_read_as_the_first_and_nothing_else_goes_on(
    paper_reader: Sandbox,
) -> None:
    both = a_photo() + a_pdf() + b"<script>alert(1)</script>"
    read = read_apart(paper_reader, both)
    assert (read.kind, len(read.pages)) == ("JPEG", 1)
    assert b"script" not in read.pictures
    assert b"%PDF" not in read.pictures


def test_the_test_file_of_scanners_is_caught_every_time(paper_reader: Sandbox) -> None:
    packed = zlib.compressobj(wbits=-15)
    member = packed.compress(EICAR) + packed.flush()
    archive = b"PK\x03\x04" + bytes(22) + b"\x05\0\0\0" + b"a.com" + member
    files = {
        "plain": EICAR,
        "behind a photo": a_photo() + EICAR,
        "in a stream": a_pdf(content=SQUARE + EICAR),
        "two deep": a_pdf(content=zlib.compress(EICAR)),
        "in an archive": archive,
        "hex": a_pdf(content=EICAR.hex().upper().encode()),
        **{f"base64 after {n}": encodebytes(b"x" * n + EICAR) for n in range(4)},
        "base64 in a stream": a_pdf(content=encodebytes(EICAR)),
        "across two pieces": a_pdf(content=bytes(2**16 - 30) + EICAR),
    }
    assert refusals(paper_reader, files) == dict.fromkeys(files, "harmful")


class Liar(Sandbox):
    """A child that a file has taken over."""

    def __init__(self, answer: bytes) -> None:
        super().__init__({})
        self.answer = answer

    def run(self, task: str, payload: bytes) -> bytes:
        del task, payload
        return self.answer


def test_what_a_child_says_is_not_simply_believed() -> None:
    jpeg = a_picture("JPEG")
    told = {"kind": "PDF", "pages": [[300, 200, len(jpeg)]]}
    lies = [
        b"",
        b"<html>",
        b"[" * 100_000,
        json.dumps({"why": "friendly"}).encode(),
        *(
            json.dumps(told | change).encode() + b"\n" + body
            for change, body in (
                ({}, b"<html>" + jpeg),
                ({}, jpeg + b"<script>"),
                ({"kind": "HTML"}, jpeg),
                ({"pages": [[300, 200, -1]]}, jpeg),
                ({"pages": [[300, 200, True]]}, jpeg),
                ({"pages": [[10**9, 200, len(jpeg)]]}, jpeg),
                ({"pages": []}, b""),
                ({"pages": [[300, 200, 5]] * 51}, jpeg),
            )
        ),
    ]
    for lie in lies:
        with pytest.raises(ExhibitRefused) as refused:
            read_apart(Liar(lie), b"a file")
        assert refused.value.why is Why.BROKEN, lie[:60]
    assert read_apart(Liar(json.dumps(told).encode() + b"\n" + jpeg), b"a file").pictures == jpeg
