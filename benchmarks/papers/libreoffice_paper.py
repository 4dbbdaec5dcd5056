"""The paper made by LibreOffice without a window, from the same HTML page; each time a process."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import content as say
from html_page import page
from measured import main


def build(content: say.Content, fonts: Path, target: Path) -> None:
    """Write the page and let LibreOffice convert it in a profile that exists already."""
    profile = Path(tempfile.gettempdir()) / "danvan-bench-libreoffice"
    source = target.with_suffix(".html")
    source.write_text(page(content, fonts), encoding="utf-8")
    command = (
        "soffice",
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--convert-to",
        "pdf:writer_web_pdf_Export",
        "--outdir",
        str(target.parent),
        str(source),
    )
    subprocess.run(command, check=True, capture_output=True)


if __name__ == "__main__":
    main(build)
