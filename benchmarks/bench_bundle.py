"""A signed bundle against ``sha256sum`` and ``zip`` of the same payload, in one run.

Limit: writing (hashing, packing, signing, reading back and comparing) takes at most twice as long
as the two tools alone. Run: ``python benchmarks/bench_bundle.py [records]``.
"""

from __future__ import annotations

import hashlib
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from danvan_desktop.bundles import names  # noqa: E402
from danvan_desktop.bundles.container import write_bundle  # noqa: E402
from danvan_desktop.bundles.jsonl import encode_rows  # noqa: E402
from danvan_desktop.bundles.model import BundleInfo, Interval, Member  # noqa: E402
from danvan_desktop.bundles.opening import open_bundle  # noqa: E402
from danvan_desktop.signing.issuing import make_office_key  # noqa: E402
from danvan_desktop.signing.trust import TrustList  # noqa: E402

RECORDS = 100_000
SCAN_SIZE = 50 << 20
REPEATS = 5
LIMIT_RATIO = 2.0
WORDS = "vận động nhân dân tham gia giữ gìn an ninh trật tự thắp sáng đường quê hiến đất".split()


def main() -> int:
    """Measure, print, and return 1 above the limit."""
    records = int(sys.argv[1]) if len(sys.argv) > 1 else RECORDS
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        register, scan = folder / "dan_van_kheo.jsonl", folder / "scan.bin"
        register.write_bytes(b"".join(encode_rows(_rows(records))))
        scan.write_bytes(random.Random(1).randbytes(SCAN_SIZE))
        ours = _seconds(lambda: _write(folder, register, scan))
        theirs = _seconds(lambda: _tools(folder, register, scan))
        opened = _seconds(lambda: _open(folder))
    ratio = ours / theirs
    print(f"payload: {records} records and a scan of {SCAN_SIZE >> 20} MiB")
    print(f"bundle written, signed, read back: {ours:.3f} s")
    print(f"sha256sum + zip:                   {theirs:.3f} s")
    print(f"bundle opened and verified:        {opened:.3f} s")
    print(f"ratio {ratio:.2f}, limit {LIMIT_RATIO}")
    return int(ratio > LIMIT_RATIO)


def _rows(count: int) -> Iterator[dict[str, object]]:
    chance = random.Random(1)
    for number in range(count):
        yield {
            "id": f"{chance.getrandbits(128):032x}",
            "seq": number,
            "event_date": f"2020-{1 + number % 6:02}-{1 + number % 28:02}",
            "ten": " ".join(chance.choices(WORDS, k=8)),
            "don_vi": f"TN-DMC-{1 + number % 11:02}",
            "so_nguoi": chance.randrange(500),
            "ghi_chu": None,
        }


def _write(folder: Path, register: Path, scan: Path) -> None:
    now = datetime.now(UTC)
    keys = folder / "keys"
    shutil.rmtree(keys, ignore_errors=True)
    key = make_office_key(keys, office_code="TN-DMC-BDV", office_name="Ban Dân vận", now=now)
    (folder / "root.pem").write_text(key.certificate_pem)
    info = BundleInfo(
        office_code="TN-DMC-BDV",
        office_name="Ban Dân vận",
        period_code="2020-H1",
        period_name="6 tháng đầu năm 2020",
        first_day="2019-12-15",
        last_day="2020-06-14",
        number=1,
        interval=Interval("1", 0, 1),
        schema_version="1",
        program_version="1",
        created=now,
    )
    digest = hashlib.sha256(scan.read_bytes()).hexdigest()
    members = [
        Member(names.data_name("dan_van_kheo"), lambda: _pieces(register), "Dân vận khéo"),
        Member(names.attachment_name(digest), lambda: _pieces(scan), "scan"),
    ]
    write_bundle(folder / "a.asice", members, info, key, overwrite=True)


def _tools(folder: Path, register: Path, scan: Path) -> None:
    archive = folder / "a.zip"
    archive.unlink(missing_ok=True)
    digests = subprocess.run(["sha256sum", register, scan], check=True, capture_output=True)
    (folder / "SHA256SUMS").write_bytes(digests.stdout)
    files = [folder / "SHA256SUMS", register, scan]
    subprocess.run(["zip", "-q", "-j", archive, *files], check=True)


def _open(folder: Path) -> None:
    trust = TrustList.from_files(folder / "root.pem")
    with open_bundle(folder / "a.asice", now=datetime.now(UTC), trust=trust) as bundle:
        if not bundle.verdict.accepted:
            raise SystemExit("the bundle is not accepted")


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            yield piece


def _seconds(work: Callable[[], None]) -> float:
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


if __name__ == "__main__":
    sys.exit(main())
