"""Takes the pictures of README.md: the real window over the sample office, page 1 of its report.

Run it from the checkout as ``python -m docs.pictures.make_pictures``; it needs what journeys need.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from PIL import Image, ImageOps

from danvan_desktop.cli import main as command
from danvan_desktop.sample import open_sample
from tests.journeys.desktop import Desktop, running

HERE = Path(__file__).resolve().parent
PERIOD = "H1/2020"
COLOURS = 256
"""Enough for a window of flat colours, and half of the size."""


def main() -> None:
    """Take all three pictures."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        open_sample(place / "data" / "mau").close()
        _window(place)
        _page(place)


def _window(place: Path) -> None:
    with running(place / "empty", place) as desktop:
        desktop.fill_screen()
        desktop.click("Mở Văn phòng mẫu", role="push button")
        desktop.find("Về cơ quan của tôi")
        desktop.find("Đường liên ấp xuống cấp")
        desktop.find("Chưa xuất gói")
        _keep(desktop, "viec-can-lam")
        desktop.click("Dân vận khéo", role="check box")
        desktop.find("Làm thẻ căn cước", role="table cell")
        desktop.find("Quá trình")
        _keep(desktop, "so-dan-van-kheo")


def _keep(desktop: Desktop, name: str) -> None:
    """Keep the inside of the window, without the frame of the test's window manager."""
    left, top, width, height = desktop.find("Dân Vận Desktop", role="filler").box
    with Image.open(desktop.picture(name)) as picture:
        inside = picture.crop((left, top, left + width, top + height))
        _save(inside, HERE / f"{name}.png")


def _page(place: Path) -> None:
    """Render page 1 of the sample's report at 80 dpi."""
    report = place / "bao-cao.pdf"
    data = ["--data-dir", str(place / "data" / "mau")]
    if command([*data, "report", "--period", PERIOD, "--out", str(report)]):
        raise SystemExit("the report was refused")
    one = place / "trang"
    render = ["pdftoppm", "-r", "80", "-f", "1", "-l", "1", "-singlefile", "-png"]
    subprocess.run([*render, str(report), str(one)], check=True)
    with Image.open(one.with_suffix(".png")) as picture:
        sheet = ImageOps.expand(picture.convert("RGB"), border=1, fill="#B8C0CC")
        _save(sheet, HERE / "bao-cao-trang-1.png")


def _save(picture: Image.Image, path: Path) -> None:
    picture.convert("RGB").quantize(COLOURS).save(path, optimize=True)


if __name__ == "__main__":
    main()
