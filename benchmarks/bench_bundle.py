"""A bundle of scans against ``sha256sum``, ``zip -0`` and ``openssl cms`` on the same files.

Building (with the encrypted copy too) and opening (the encrypted one too) go the program's whole
way: database, attachments, hashes, signature, disk, read back. The tools do the same work one after
the other. Every measure is a process of its own, so that its memory can be told; the parent imports
nothing big, because a child's peak begins at what its parent held.

Limits: at most LIMIT_RATIO times the tools together at the largest size, and at most LIMIT_GROWTH
MiB more memory than for the smallest. Run: ``python benchmarks/bench_bundle.py [MiB …]`` (1, 100
and 1000); it needs six times the largest size on the disk of the temporary folder.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

SIZES = (1, 100, 1000)
SCAN = 16 << 20
"""Bytes of one attachment at most; the program takes up to 20 MiB."""
LIMIT_RATIO = 1.5
LIMIT_GROWTH = 16
MIB = 1 << 20
BUNDLE, SEALED = "goi.asice", "goi.asice.p7m"
OURS = ("build", "build encrypted", "open", "open encrypted")
TOOLS: dict[str, str] = {
    "sha256sum files": "sha256sum scans/*.jpg > sums",
    "zip -0": "zip -q -0 a.zip sums scans/*.jpg",
    "cms -sign": "openssl cms -sign -binary -md sha256 -signer sign.pem -inkey sign.key "
    "-in a.zip -outform DER -out a.p7s",
    "sync, sha256sum zip": "sync a.zip && sha256sum a.zip > sum",
    "cms -encrypt": "openssl cms -encrypt -binary -stream -aes-256-gcm -in a.zip -outform DER "
    "-out a.p7m -recip seal.pem -keyopt rsa_padding_mode:oaep -keyopt rsa_oaep_md:sha256",
    "sync, sha256sum p7m": "sync a.p7m && sha256sum a.p7m > sum",
    "cms -verify": "openssl cms -verify -binary -inform DER -in a.p7s -content a.zip "
    "-CAfile sign.pem -purpose any -out /dev/null 2>/dev/null",
    "unzip -t": "unzip -tqq a.zip",
    "sha256sum -c": "sha256sum --quiet -c sums",
    "cms -decrypt": "openssl cms -decrypt -binary -inform DER -in a.p7m -inkey seal.key "
    "-recip seal.pem -out b.zip",
}
SAME_WORK = {
    "build": ("sha256sum files", "zip -0", "cms -sign", "sync, sha256sum zip"),
    "build encrypted": tuple(TOOLS)[:6],
    "open": ("cms -verify", "unzip -t", "sha256sum -c"),
    "open encrypted": ("cms -decrypt", "cms -verify", "unzip -t", "sha256sum -c"),
}
"""Ours → the tools that together do the same."""


def main() -> int:
    """Measure, print, and return 1 above a limit."""
    if sys.argv[1:2] == ["--child"]:
        return child(sys.argv[2], Path(sys.argv[3]), int(sys.argv[4]))
    sizes = sorted(int(size) for size in sys.argv[1:]) or list(SIZES)
    with tempfile.TemporaryDirectory() as name:
        if shutil.disk_usage(name).free < 6 * sizes[-1] * MIB + (1 << 30):
            raise SystemExit(f"not enough room in {name}")
        found = {size: measure_all(Path(name) / str(size), size) for size in sizes}
    return judge(found)


def measure_all(folder: Path, size: int) -> dict[str, tuple[float, int]]:
    """Give for each measure the median of the seconds and the highest peak in bytes."""
    folder.mkdir()
    run_child("prepare", folder, size)
    for command in (
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=a "
        "-keyout sign.key -out sign.pem",
        "openssl req -x509 -newkey rsa:3072 -nodes -subj /CN=b -keyout seal.key -out seal.pem",
    ):
        subprocess.run(command, shell=True, cwd=folder, check=True, capture_output=True)
    rounds: dict[str, list[tuple[float, int]]] = {}
    for _ in range(5 if size <= 10 else 3 if size <= 100 else 1):
        (folder / "a.zip").unlink(missing_ok=True)
        for name, command in TOOLS.items():
            rounds.setdefault(name, []).append(run(["sh", "-c", command], folder)[:2])
        for name in OURS:
            rounds.setdefault(name, []).append(run_child(name, folder, size))
    shutil.rmtree(folder)
    return {
        name: (statistics.median(one[0] for one in got), max(one[1] for one in got))
        for name, got in rounds.items()
    }


def judge(found: dict[int, dict[str, tuple[float, int]]]) -> int:
    """Print the table and say what is above its limit."""
    for size, measured in found.items():
        print(f"\n{size} MiB of attachments{'seconds':>18}{'MiB/s':>9}{'peak MiB':>10}{'ratio':>8}")
        for name, (seconds, peak) in measured.items():
            tools = SAME_WORK.get(name)
            ratio = seconds / sum(measured[one][0] for one in tools) if tools else None
            shown = f"{ratio:8.2f}" if ratio else ""
            print(f"  {name:<24}{seconds:14.3f}{size / seconds:9.0f}{peak / MIB:10.0f}{shown}")
    small, large = found[min(found)], found[max(found)]
    failed = 0
    for name, tools in SAME_WORK.items():
        ratio = large[name][0] / sum(large[one][0] for one in tools)
        growth = (large[name][1] - small[name][1]) / MIB
        failed += ratio > LIMIT_RATIO or growth > LIMIT_GROWTH
        print(f"{name}: ratio {ratio:.2f} (limit {LIMIT_RATIO}), ", end="")
        print(f"{growth:.0f} MiB more memory (limit {LIMIT_GROWTH})")
    return int(failed > 0)


def run_child(what: str, folder: Path, size: int) -> tuple[float, int]:
    """Run a part of this file in a process of its own; seconds of the work alone, peak bytes."""
    command = [sys.executable, __file__, "--child", what, str(folder), str(size)]
    _whole, peak, said = run(command, folder)
    return float(said), peak


def run(command: list[str], folder: Path) -> tuple[float, int, str]:
    """Run a command; give its seconds, the highest memory of one of its processes, what it said."""
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    with process.stdout as pipe:
        said = pipe.read()
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command} failed")
    return time.perf_counter() - start, usage.ru_maxrss << 10, said


# --- in a process of its own


def child(what: str, folder: Path, size: int) -> int:
    """Do one thing and print how long it took, with what is imported for it (about 0.5 s)."""
    if what == "prepare":
        prepare(folder, size)
        print(0)
        return 0
    work, close = {
        "build": lambda: building(folder, plain=True),
        "build encrypted": lambda: building(folder, plain=False),
        "open": lambda: opening(folder, BUNDLE),
        "open encrypted": lambda: opening(folder, SEALED),
    }[what]()
    start = time.perf_counter()
    work()
    print(time.perf_counter() - start)
    close()
    return 0


def prepare(folder: Path, size: int) -> None:
    """Make an office with scans of random bytes, a province, and introduce each to the other."""
    from danvan_desktop.bundles.enrolment import accept, read_enrolment, write_enrolment

    office, province = open_office(folder / "office"), open_office(folder / "province", "tinh")
    scans = folder / "scans"
    scans.mkdir()
    commune = f"{office.office()['don_vi']}-01"
    values = {"don_vi": commune, "ngay": "2020-05-14", "hinh_thuc": "dinh_ky", "so_nguoi": 50}
    record = office.save("doi_thoai", {**values, "y_kien": 0, "tra_loi": 0, "chuyen": 0}).record
    for number, length in enumerate(lengths(size)):
        path = scans / f"{number:04}.jpg"
        path.write_bytes(b"\xff\xd8\xff" + os.urandom(length - 3))
        office.attach("doi_thoai", record.id, path)
    province.receiving_key()
    for sender, receiver in ((province, office), (office, province)):
        letter = write_enrolment(sender, folder, sender.office_key())
        accept(receiver, read_enrolment(receiver, letter))
    office.close()
    province.close()


def lengths(size: int) -> Iterator[int]:
    """Divide a number of MiB into scans."""
    left = size * MIB
    while left:
        yield min(left, SCAN)
        left -= min(left, SCAN)


def open_office(folder: Path, kind: str = "huyen") -> Any:
    """Open an office of today, set up at the first time."""
    from danvan_desktop.context import open_context
    from danvan_desktop.organisation.first_run import Answers, office_of

    context = open_context(folder)
    if context.office() is None:
        told = {"kind": "tinh", "body": "Tỉnh ủy", "territory": "tỉnh"} if kind == "tinh" else {}
        units = () if kind == "tinh" else ("xã Một", "xã Hai")
        term = ("2020-2025", "2020-01-01", "2025-12-31")
        place = "Tây Ninh" if kind == "tinh" else "Gò Dầu"
        answers = Answers(place=place, province="Tây Ninh", term=term, units=units, **told)
        context.set_up(office_of(answers, today="2020-06-16"))
    return context


def building(folder: Path, *, plain: bool) -> tuple[Callable[[], Any], Callable[[], None]]:
    """Give what exports the bundle."""
    from danvan_desktop.bundles.export import ExportChoices, export_bundle

    office = open_office(folder / "office")
    choices = ExportChoices(number=1, plain=plain, overwrite=True, full=True)
    period, key = office.period("H1/2020"), office.office_key()
    target = folder / BUNDLE
    return lambda: export_bundle(office, period, target, key, choices=choices), office.close


def opening(folder: Path, name: str) -> tuple[Callable[[], Any], Callable[[], None]]:
    """Give what opens and checks the bundle at the province."""
    from danvan_desktop.bundles.opening import open_bundle
    from danvan_desktop.bundles.partners import Role, believed

    province = open_office(folder / "province", "tinh")
    now = datetime.now(UTC)
    trust = believed(province.paths, now, Role.OFFICE)

    def work() -> None:
        with open_bundle(folder / name, now=now, trust=trust, paths=province.paths) as bundle:
            if not bundle.verdict.accepted:
                raise SystemExit(f"not accepted: {bundle.verdict.reasons}")

    return work, province.close


if __name__ == "__main__":
    sys.exit(main())
