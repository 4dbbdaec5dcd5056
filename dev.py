"""Set-up and tasks for a machine that has nothing but Python: ``python3 dev.py run``, ``… test``.

Uses the standard library only, because it runs before anything is installed. ``run`` and ``test``
first make ``.venv`` from the lock file if it is missing or stale and, on Debian, install the
system libraries that Qt needs. The project's own work is done by ``main.py``, never here.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent
LOCK = ROOT / "requirements.lock"
ENV = ROOT / ".venv"
STAMP = ENV / "danvan-stamp"
CATALOGUES = ROOT / "i18n"
PYTHON_FROM, PYTHON_BELOW = (3, 11), (3, 14)
# The tests run on all cores, at most four: more windows at a time only wait for each other.
PARALLEL = ("--numprocesses", "auto", "--maxprocesses", "4", "--dist", "worksteal")
# Needed by `lock` alone: the one resolver that locks for several systems and Pythons at once.
UV = "uv==0.13.9"

SYSTEM_LIBPYTHON = f"libpython{sys.version_info[0]}.{sys.version_info[1]}"

# Alternatives are separated by "|": Debian 13 renamed some libraries when time_t grew.
QT_LIBRARIES = (
    "libgl1",
    "libegl1",
    "libxkbcommon0",
    "libdbus-1-3",
    "libfontconfig1",
    "libglib2.0-0|libglib2.0-0t64",
)
WINDOW_LIBRARIES = (
    "libcups2|libcups2t64",  # without it the print dialog lists no printer
    "libx11-xcb1",
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-image0",
    "libxcb-keysyms1",
    "libxcb-randr0",
    "libxcb-render-util0",
    "libxcb-shape0",
    "libxcb-xkb1",
    "libxkbcommon-x11-0",
)
# Has all 134 Vietnamese letters and the widths of Times New Roman; version 1 lacks 92 of them.
FONTS = ("fonts-liberation2",)
TEST_TOOLS = (
    "gnutls-bin",
    "libnss3-tools",
    "libreoffice-calc-nogui",
    "libreoffice-writer-nogui",
    "opensc",
    "openssl",
    "poppler-utils",
    "postgresql",
    "qpdf",
    "softhsm2",
    "unzip",
    "xvfb",
)
# Debian keeps the shared library of its own Python in a package apart; PyInstaller packs it.
BUILD_TOOLS = ("binutils", *([SYSTEM_LIBPYTHON] if sys.base_prefix == "/usr" else []))
JOURNEY_TOOLS = (
    "at-spi2-core",
    "dbus",
    "gir1.2-atspi-2.0",
    "imagemagick",
    "openbox",
    "python3-gi",
    "x11-utils",
    "xauth",
    "xclip",
    "xdotool",
)


class Stop(Exception):
    """The task cannot go on; the text says why and what to do."""


@dataclass(frozen=True)
class Step:
    """One check of ``test``: what to call it and the command, run inside the environment."""

    name: str
    command: tuple[str, ...]


def main(arguments: list[str] | None = None) -> int:
    """Run one task and return its exit status."""
    arguments = sys.argv[1:] if arguments is None else arguments
    # Everything after "run" is main.py's, even --help, so argparse must not see it.
    passed_on = arguments[1:] if arguments[:1] == ["run"] else []
    options = _parser().parse_args(arguments[: len(arguments) - len(passed_on)])
    options.passed_on = passed_on
    try:
        return int(options.action(options))
    except Stop as stop:
        say(str(stop))
        return 1
    except KeyboardInterrupt:
        say("Stopped. / Đã dừng.")
        return 130


def say(text: str) -> None:
    """Print a message of this tool, marked as such, at once."""
    # A Windows console in an old code page cannot print Vietnamese; that must not end the task.
    encoding = sys.stdout.encoding or "utf-8"
    print("[dev] " + text.encode(encoding, "replace").decode(encoding), flush=True)


# ------------------------------------------------------------------------------------ tasks
def task_run(options: argparse.Namespace) -> int:
    """Start the program; without a display and without arguments do its main job in ./out."""
    ensure_system(QT_LIBRARIES + WINDOW_LIBRARIES + FONTS)
    ensure_environment()
    program = (str(env_python()), str(ROOT / "main.py"))
    if options.passed_on or has_display():
        return call((*program, *options.passed_on), cwd=Path.cwd())
    out = Path.cwd() / "out"
    say(
        "No display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so no window opens; "
        f"the sample office does the main job in {out} instead."
    )
    say("Không có màn hình: văn phòng mẫu chạy không cửa sổ, kết quả nằm trong thư mục out.")
    return call((*program, "--demo", str(out)), extra={"QT_QPA_PLATFORM": "offscreen"})


def task_test(options: argparse.Namespace) -> int:
    """Run the checks and the tests; ``--all`` adds journeys and the frozen program."""
    tools = QT_LIBRARIES + WINDOW_LIBRARIES + FONTS + TEST_TOOLS
    ensure_system(tools + (JOURNEY_TOOLS + BUILD_TOOLS if options.all else ()))
    ensure_environment()
    return run_steps(test_steps(all_levels=options.all, keyword=options.k, paths=options.paths))


def task_lock(_options: argparse.Namespace) -> int:
    """Write requirements.lock: exact versions and hashes, for Linux and Windows, 3.11 to 3.13."""
    with tempfile.TemporaryDirectory() as folder:
        tool = Path(folder) / "uv"
        make_venv(tool)
        pip_install(env_python(tool), "--quiet", UV)
        command = [str(env_python(tool)), "-m", "uv", "pip", "compile", "pyproject.toml", "--quiet"]
        command += ["--group", "dev", "--universal", "--python-version", version(PYTHON_FROM)]
        command += ["--generate-hashes", "--only-binary", ":all:", "--no-config", "--upgrade"]
        # Addresses belong to the machine that installs, not to the project.
        command += ["--no-emit-index-url", "--no-emit-find-links"]
        command += ["--custom-compile-command", "python3 dev.py lock"]
        status = call((*command, "--output-file", str(LOCK)))
    if status == 0 and any(word in LOCK.read_text("utf-8") for word in ("://", "--find-links")):
        raise Stop(f"{LOCK.name} holds an address; it must not. Check pip and uv settings.")
    return status


def task_i18n(_options: argparse.Namespace) -> int:
    """Collect messages from the source, bring the catalogues up to date and compile them."""
    ensure_environment()
    return call((str(env_python()), str(CATALOGUES / "catalogues.py"), "update"))


def task_build(_options: argparse.Namespace) -> int:
    """Build the program folder dist/danvan with PyInstaller."""
    ensure_system(QT_LIBRARIES + WINDOW_LIBRARIES + FONTS + BUILD_TOOLS)
    ensure_environment()
    return call((str(env_python()), "-m", "PyInstaller", "--noconfirm", "pyinstaller.spec"))


def test_steps(*, all_levels: bool, keyword: str | None, paths: list[str]) -> list[Step]:
    """List the checks in order of speed; a keyword or paths narrow them to those tests alone."""
    python = str(env_python())
    pytest = [python, "-m", "pytest", *(["-k", keyword] if keyword else []), *paths]
    if keyword or paths:
        return [Step("tests", tuple(pytest))]
    pytest += PARALLEL
    if all_levels:
        pytest.append("tests")
    return [
        Step("format", (python, "-m", "ruff", "format", "--check", ".")),
        Step("lint", (python, "-m", "ruff", "check", ".")),
        Step("import rules", (str(env_script("lint-imports")),)),
        Step("types", (python, "-m", "mypy")),
        Step("tests", tuple(pytest)),
    ]


def run_steps(steps: list[Step]) -> int:
    """Run every step even after a failure, then say which failed; 0 only if none did."""
    failed: list[str] = []
    started = time.monotonic()
    # Byte code is kept, whatever the machine prefers: to compile the tests, with what they assert,
    # takes every worker seven seconds.
    environment = {"QT_QPA_PLATFORM": "offscreen", "PYTHONDONTWRITEBYTECODE": ""}
    for step in steps:
        say(f"{step.name} …")
        begun = time.monotonic()
        status = call(step.command, extra=environment)
        say(
            f"{step.name}: {'passed' if status == 0 else f'FAILED (exit {status})'}"
            f" in {time.monotonic() - begun:.0f} s"
        )
        if status:
            failed.append(step.name)
    took = f"{time.monotonic() - started:.0f} s"
    if failed:
        say(f"FAILED in {took}: {', '.join(failed)}. / Chưa đạt.")
        return 1
    say(f"All {len(steps)} checks passed in {took}. / Tất cả đều đạt.")
    return 0


# ------------------------------------------------------------------------------ environment
def ensure_environment() -> None:
    """Make or renew ``.venv`` from the lock file, then compile the message catalogues."""
    current = sys.version_info[:2]
    if not PYTHON_FROM <= current < PYTHON_BELOW:
        raise Stop(
            f"Python {version(current)} does not fit: {version(PYTHON_FROM)} to "
            f"{version((3, PYTHON_BELOW[1] - 1))} are supported. "
            "Start dev.py with one of these, for example: python3.13 dev.py run"
        )
    stamp = expected_stamp()
    if not STAMP.is_file() or STAMP.read_text("utf-8") != stamp:
        install_environment()
        STAMP.write_text(stamp, "utf-8")
    compile_catalogues()


def expected_stamp() -> str:
    """Name what the environment must be made of: this Python and this lock file."""
    digest = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    return f"{sys.implementation.name} {version(sys.version_info[:2])} {sys.platform} {digest}\n"


def install_environment() -> None:
    """Fill ``.venv`` with exactly what the lock file says; every file is checked by its hash."""
    say("Making the environment .venv from requirements.lock (downloads about 150 MB once).")
    say("Đang tạo môi trường .venv, lần đầu mất vài phút.")
    started = time.monotonic()
    make_venv(ENV)
    options = ("--require-hashes", "--only-binary", ":all:", "--requirement", str(LOCK))
    pip_install(env_python(), *options)
    say(f"Environment ready in {time.monotonic() - started:.0f} s.")


def make_venv(folder: Path) -> None:
    """Make a virtual environment, also where Debian split ``ensurepip`` from Python."""
    has_ensurepip = importlib.util.find_spec("ensurepip") is not None
    if not has_ensurepip and not has_pip(sys.executable):
        ensure_system(("python3-venv",))
        has_ensurepip = True
    if folder.exists():
        shutil.rmtree(folder)
    command = [sys.executable, "-m", "venv", str(folder)]
    if call((*command, *([] if has_ensurepip else ["--without-pip"]))):
        raise Stop(
            "Python could not make a virtual environment. On Debian this helps: "
            "apt-get install -y python3-venv"
        )


def pip_install(python: Path, *arguments: str) -> None:
    """Install with the environment's own pip, or else with the pip of the Python running this."""
    pip = [str(python), "-m", "pip"]
    if not has_pip(str(python)):
        pip = [sys.executable, "-m", "pip", "--python", str(python)]
    command = (*pip, "install", "--no-input", "--disable-pip-version-check", "-qq", *arguments)
    if call(command):
        raise Stop(
            "pip could not install the packages; its message is above. The usual reason is the "
            "network: check the connection and run the same command again."
        )


def compile_catalogues() -> None:
    """Compile each language file that is newer than its compiled form."""
    for source in CATALOGUES.glob("*/LC_MESSAGES/*.po"):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            call((str(env_python()), str(CATALOGUES / "catalogues.py"), "compile"))
            return


def env_python(folder: Path = ENV) -> Path:
    """Point at the Python of an environment."""
    return folder / "Scripts" / "python.exe" if os.name == "nt" else folder / "bin" / "python"


def env_script(name: str) -> Path:
    """Point at a command of the project's environment."""
    return ENV / "Scripts" / f"{name}.exe" if os.name == "nt" else ENV / "bin" / name


def has_pip(python: str) -> bool:
    """Tell whether a Python has pip."""
    probe = (python, "-c", "import pip")
    return subprocess.run(probe, capture_output=True, check=False).returncode == 0


# ----------------------------------------------------------------------------------- system
def ensure_system(packages: tuple[str, ...]) -> None:
    """Install missing Debian packages, or say which command does; elsewhere do nothing."""
    if not shutil.which("dpkg-query") or not shutil.which("apt-get"):
        return
    missing = missing_packages(packages)
    if not missing:
        return
    install = ("apt-get", "install", "-y", "--no-install-recommends", *missing)
    rights = root_rights()
    if rights is None:
        say("These system packages are missing; going on without them: " + " ".join(missing))
        say("Install them as root: apt-get update && " + " ".join(install))
        return
    say("Installing system packages (Debian): " + " ".join(missing))
    say("Đang cài các gói hệ thống mà cửa sổ và kiểm thử cần.")
    apt_get(rights, "update")  # an old list may do; if not, the installation says so
    failure = apt_get(rights, *install[1:])
    if failure is not None:
        raise Stop(f"{failure}\napt-get failed, see above. Repair that, then run this again.")


def apt_get(rights: tuple[str, ...], *arguments: str) -> str | None:
    """Run apt-get without questions or output; return what it said if it failed."""
    # sudo keeps no environment, so the setting travels on the command line.
    command = (*rights, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", *arguments)
    result = subprocess.run(
        command,
        stdin=None if rights else subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return result.stdout if result.returncode else None


def missing_packages(packages: tuple[str, ...]) -> list[str]:
    """Name what is not installed; of alternatives, the first that this Debian release knows."""
    missing = []
    for entry in packages:
        names = entry.split("|")
        if not any(is_installed(name) for name in names):
            missing.append(next((name for name in names if is_known(name)), names[0]))
    return missing


def is_installed(name: str) -> bool:
    """Ask dpkg whether a package is fully installed."""
    query = ("dpkg-query", "--show", "--showformat=${db:Status-Status}", name)
    answer = subprocess.run(query, capture_output=True, text=True, check=False)
    return answer.stdout == "installed"


def is_known(name: str) -> bool:
    """Ask apt whether it could install a package under exactly this name."""
    query = ("apt-cache", "show", "--quiet", name)
    return subprocess.run(query, capture_output=True, check=False).returncode == 0


def root_rights() -> tuple[str, ...] | None:
    """Return what to put before a command to run it as root; None if there is no way."""
    if os.geteuid() == 0:
        return ()
    if not shutil.which("sudo"):
        return None
    if sys.stdin is not None and sys.stdin.isatty():
        return ("sudo",)
    silent = subprocess.run(("sudo", "-n", "true"), capture_output=True, check=False)
    return ("sudo", "-n") if silent.returncode == 0 else None


def has_display() -> bool:
    """Tell whether a window can open: always on Windows and macOS, on Linux with a server."""
    if sys.platform != "linux":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


# ---------------------------------------------------------------------------------- helpers
def call(command: tuple[str, ...], *, extra: dict[str, str] | None = None, cwd: Path = ROOT) -> int:
    """Run a command with its output shown and return its exit status."""
    sys.stdout.flush()
    return subprocess.run(
        command, cwd=cwd, env={**os.environ, **(extra or {})}, check=False
    ).returncode


def version(pair: tuple[int, ...]) -> str:
    """Write a version pair as Python does: (3, 11) is "3.11"."""
    return ".".join(str(part) for part in pair)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dev.py", description=__doc__.splitlines()[0])
    tasks = parser.add_subparsers(dest="task", required=True)
    run = tasks.add_parser("run", help="start the program; arguments are passed on")
    run.set_defaults(action=task_run)
    test = tasks.add_parser("test", help="format, lint, types, import rules and tests")
    test.add_argument("--all", action="store_true", help="journeys and the frozen program too")
    test.add_argument("-k", metavar="EXPRESSION", help="only the tests that pytest's -k selects")
    test.add_argument("paths", nargs="*", metavar="PATH", help="only the tests in these files")
    test.set_defaults(action=task_test)
    for name, action in (("lock", task_lock), ("i18n", task_i18n), ("build", task_build)):
        task = tasks.add_parser(name, help=(action.__doc__ or "").splitlines()[0])
        task.set_defaults(action=action)
    return parser


if __name__ == "__main__":
    sys.exit(main())
