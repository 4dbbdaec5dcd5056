"""A real desktop for journeys: X server, window manager, accessibility bus, the program itself.

The driver sees what a screen reader sees (``tree.py``) and does what a hand does (``xdotool``):
it finds by role and name, clicks the middle, types through the clipboard, and waits for what must
appear. Nothing of the program is imported here.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
SYSTEM_PYTHON = "/usr/bin/python3"
PATIENCE = 30.0
"""Seconds that something may take to appear before the journey fails."""
WIDTH, HEIGHT = 1366, 768
SCREEN = f"{WIDTH}x{HEIGHT}x24"
TITLE_BAR = 20
HAND_AWAY = 300
"""Pixels between the window that files are dragged out of and where they fall."""
MOST_TURNS = 60
"""Turns of the wheel that lead anywhere in a list that a hand would scroll through."""
LAST_LINES = 60
"""Lines that a crashed program left, of which the last are told."""
TYPED_INTO = (
    "text",
    "password text",
    "combo box",
    "check box",
    "push button",
    "radio button",
    "table",
)
TOOLS = ("Xvfb", "openbox", "xdotool", "xclip", "dbus-daemon", "import")


@dataclass(frozen=True)
class Element:
    """Something on the screen: what it is, what it is called, where it is."""

    role: str
    name: str
    text: str
    states: tuple[str, ...]
    box: tuple[int, int, int, int]
    seen: tuple[int, int, int, int]
    held: tuple[int, int, int, int]

    @property
    def hidden(self) -> bool:
        """Tell whether its middle is scrolled out of what holds it."""
        left, top, width, height = self.seen
        x, y = self.middle
        return not (left <= x < left + width and top <= y < top + height)

    @property
    def middle(self) -> tuple[int, int]:
        """The point to click."""
        left, top, width, height = self.box
        return left + width // 2, top + height // 2


class Gone(AssertionError):
    """What the journey waits for did not come; the message lists what is there instead."""


class Desktop:
    """One program in one real window; made by ``running``."""

    def __init__(self, data: Path, environment: dict[str, str], pictures: Path) -> None:
        self._data = data
        self._environment = environment
        self.pictures = pictures
        self.said = pictures / "stderr.txt"
        """What the program wrote beside its window; a crash leaves its stacks there."""
        self._taken = 0
        self._hand: subprocess.Popen[str] | None = None
        self._eyes = subprocess.Popen(
            [SYSTEM_PYTHON, str(ROOT / "tests" / "journeys" / "tree.py")],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.start()

    def start(self) -> None:
        """Start the program and wait for its window."""
        command = [sys.executable, str(ROOT / "main.py"), "--data-dir", str(self._data)]
        with self.said.open("a", encoding="utf-8") as said:
            self.program = subprocess.Popen(command, env=self._environment, stderr=said)
        self.find("Dân Vận Desktop")

    def kill(self) -> None:
        """End the program as a power cut does: nothing can be put in order."""
        self.program.kill()
        self.program.wait()

    def close(self) -> None:
        """End the program and what looked at it."""
        self._let_go()
        with self._eyes:
            self._eyes.kill()
        self.program.terminate()
        try:
            self.program.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.program.kill()

    def fill_screen(self) -> None:
        """Maximise the window as a hand does: a double click on its title, again if it was slow."""

        def edge() -> tuple[int, int, int, int]:
            return self._still(lambda: self.find("Dân Vận Desktop", role="filler")).box

        box = edge()
        for _attempt in range(3):
            if _fills(edge()):
                break
            self.click_at(box[0] + box[2] // 2, box[1] - TITLE_BAR // 2, double=True)
            with suppress(Gone):
                self.wait(lambda: edge() != box, "more room", patience=PATIENCE / 3)
        assert _fills(edge()), "the window does not fill the screen"
        self.settle()

    def settle(self) -> None:
        """Wait until nothing moves any more: what is shown stands where it stood before."""
        seen: list[list[tuple[int, int, int, int]]] = [[]]

        def same() -> bool:
            time.sleep(0.3)
            seen.append([element.box for element in self.elements()])
            return len(seen[-1]) > 0 and seen[-1] == seen[-2]

        self.wait(same, "a page that stands still")

    # --- seeing

    def elements(self) -> list[Element]:
        """List everything that is shown."""
        assert self._eyes.stdin is not None
        assert self._eyes.stdout is not None
        self._eyes.stdin.write(f"{self.program.pid}\n")
        self._eyes.stdin.flush()
        try:
            found = json.loads(self._eyes.stdout.readline() or "[]")
        except ValueError:
            return []
        return [
            Element(
                *(e["role"], e["name"], e["text"], tuple(e["states"])),
                *(tuple(e[box]) for box in ("box", "seen", "held")),
            )
            for e in found
        ]

    def find(self, name: str, *, role: str = "", whole: bool = False, nth: int = 0) -> Element:
        """Wait until something of that name (or holding it) is shown, and return it."""

        def look() -> Element | None:
            found = [e for e in self.elements() if _fits(e, name, role, whole)]
            return found[nth] if -len(found) <= nth < len(found) else None

        return self.wait(look, f"{role or 'element'} “{name}”")

    def shows(self, words: str, *, role: str = "") -> bool:
        """Tell whether these words are shown now."""
        return any(_fits(e, words, role, whole=False) for e in self.elements())

    def can(self, name: str) -> bool:
        """Tell whether something of that name is shown and can be used now."""
        return any(name in e.name and "ENABLED" in e.states for e in self.elements())

    def alone(self) -> None:
        """Wait until no dialog stands before the page."""
        self.wait(lambda: not any(e.role == "dialog" for e in self.elements()), "no dialog")

    def wait(self, look: Callable[[], Any], what: str, *, patience: float = PATIENCE) -> Any:
        """Ask ``look`` again and again until it gives something."""
        end = time.monotonic() + patience
        while time.monotonic() < end:
            if self.program.poll() is not None:
                last = "".join(self.said.read_text("utf-8").splitlines(keepends=True)[-LAST_LINES:])
                raise Gone(f"the program ended ({self.program.returncode}) before: {what}\n{last}")
            found = look()
            if found:
                return found
            time.sleep(0.1)
        self.picture("khong-thay")
        shown = sorted({f"{e.role}: {e.name}"[:80] for e in self.elements() if e.name})
        raise Gone(f"not shown: {what}\nshown:\n  " + "\n  ".join(shown))

    def picture(self, name: str) -> Path:
        """Keep a picture of the screen under the next number."""
        self._taken += 1
        path = self.pictures / f"{self._taken:02d}-{name}.png"
        self._run("import", "-window", "root", str(path))
        return path

    # --- doing

    def click(self, name: str, *, role: str = "", whole: bool = False, nth: int = 0) -> None:
        """Click the middle of what is named, once it can be used, stands still and is in sight."""

        def look() -> Element:
            return self.find(name, role=role, whole=whole, nth=nth)

        self.wait(lambda: "ENABLED" in look().states, f"“{name}” that can be used")
        self.click_at(*self._in_sight(look).middle)

    def click_at(self, x: int, y: int, *, double: bool = False) -> None:
        """Click a point of the screen."""
        self._run("xdotool", "mousemove", str(x), str(y))
        repeat = ("--repeat", "2", "--delay", "80") if double else ()
        self._run("xdotool", "click", *repeat, "1")

    def fill(self, name: str, text: str, *, role: str = "text", nth: int = 0) -> None:
        """Replace the content of an editor by what is typed, and wait until it stands there."""
        self.click(name, role=role, nth=nth)
        self.key("ctrl+a")
        self.write(text)
        if role == "text":
            wanted = text.splitlines()[0]
            self.wait(lambda: wanted in self.find(name, role=role, nth=nth).text, f"typed {text}")

    def focused(self) -> Element:
        """Return what holds the keyboard; the current row of a list only seems to."""

        def look() -> Element | None:
            return next((e for e in self._holding() if e.role in TYPED_INTO), None)

        found: Element = self.wait(look, "an element with the focus")
        return found

    def tab_to(self, name: str, *, most: int = 30) -> None:
        """Press Tab until the keyboard is in what is named; fields out of sight scroll in."""
        for _press in range(most):
            before = self.focused()
            if name in before.name:
                return
            self.key("Tab")
        raise Gone(f"Tab does not lead to “{name}”")

    def put(self, name: str, text: str) -> None:
        """Go to a field by Tab, replace its content, and wait until it stands there."""
        self.tab_to(name)
        self.key("ctrl+a")
        self.write(text)
        wanted = text.splitlines()[0]
        self.wait(lambda: any(wanted in e.text for e in self._holding()), f"typed {text}")

    def command(self, words: str) -> None:
        """Run a command by its name (Ctrl+K)."""
        self.key("ctrl+k")
        self.wait(lambda: self.focused().role == "text", "the search box")
        self.write(words)
        self.find(words, role="list item")
        self.key("Return")

    def write(self, text: str) -> None:
        """Type where the focus is, through the clipboard: key events lose Vietnamese letters."""
        with subprocess.Popen(
            ["xclip", "-selection", "clipboard", "-i"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=self._environment,
        ) as clip:
            assert clip.stdin is not None
            clip.stdin.write(text.encode())
            clip.stdin.close()
        # It goes to the background before the X server knows who has the clipboard now.
        self.wait(lambda: self._clipboard() == text, "the clipboard")
        self.key("ctrl+v")

    def key(self, *keys: str) -> None:
        """Press keys by their names (``ctrl+s``, ``Return``)."""
        for one in keys:
            self._run("xdotool", "key", "--clearmodifiers", one)

    def choose_file(self, path: Path) -> None:
        """Answer the file dialog that is open."""
        field = self._file_field()
        self.click_at(*field.middle)
        self.key("ctrl+a")
        self.write(str(path))
        self.wait(lambda: self._file_field().text == str(path), f"typed {path}")
        self.key("Return")

    def drop(self, *files: Path, onto: Element) -> None:
        """Drag files out of another window and let them fall on an element."""
        x, y = onto.middle
        left, top = (x + HAND_AWAY) % WIDTH, y
        command = [sys.executable, str(ROOT / "tests" / "journeys" / "hand.py")]
        self._let_go()
        self._hand = hand = subprocess.Popen(
            [*command, str(left), str(top), *map(str, files)],
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert hand.stdout is not None
        said = iter(hand.stdout.readline, "")
        _until(said, "held")
        self._run("xdotool", "mousemove", str(left + 20), str(top + 20), "mousedown", "1")
        for step in range(8, -1, -1):
            self._run("xdotool", "mousemove", str(x + step * 4), str(y + step))
        _until(said, "taken CopyAction")
        self._run("xdotool", "mouseup", "1")
        _until(said, "ended CopyAction")

    def connections(self) -> list[str]:
        """List the program's connections that are not of this machine's own kind (UNIX sockets)."""
        own = set()
        for one in Path(f"/proc/{self.program.pid}/fd").iterdir():
            with suppress(FileNotFoundError):
                own.add(str(one.readlink()))
        lines = [
            line
            for kind in ("tcp", "tcp6", "udp", "udp6")
            for line in Path(f"/proc/net/{kind}").read_text("ascii").splitlines()[1:]
        ]
        return [line for line in lines if f"socket:[{line.split()[9]}]" in own]

    # --- private

    def _clipboard(self) -> str:
        command = ["xclip", "-selection", "clipboard", "-o"]
        done = subprocess.run(command, env=self._environment, capture_output=True, check=False)
        return done.stdout.decode("utf-8", "replace")

    def _let_go(self) -> None:
        """End the window that files were dragged out of; it answers as long as it may be asked."""
        if self._hand is not None:
            with self._hand:
                self._hand.kill()
        self._hand = None

    def _holding(self) -> list[Element]:
        return [element for element in self.elements() if "FOCUSED" in element.states]

    def _file_field(self) -> Element:
        def look() -> Element | None:
            known = ("tên tệp", "file name", "thư mục", "directory")
            for element in self.elements():
                if element.role == "text" and any(k in element.name.lower() for k in known):
                    return element
            return None

        found: Element = self.wait(look, "the file dialog")
        return found

    def _still(self, look: Callable[[], Element]) -> Element:
        """Wait until an element has the same box twice (it was laid out)."""
        before = look()
        while True:
            now = look()
            if now.box == before.box:
                return now
            before = now

    def _in_sight(self, look: Callable[[], Element]) -> Element:
        """Turn the wheel over what holds an element until its middle is seen."""
        element = self._still(look)
        for _turn in range(MOST_TURNS):
            left, top, width, height = element.held
            if not element.hidden:
                break
            self._run("xdotool", "mousemove", str(left + width // 2), str(top + height // 2))
            self._run("xdotool", "click", "5" if element.middle[1] > top else "4")
            self.wait(partial(_moved, look, element.box), "what is scrolled")
            element = self._still(look)
        return element

    def _run(self, *command: str) -> None:
        subprocess.run(command, env=self._environment, check=True, capture_output=True)


@contextmanager
def running(data: Path, pictures: Path) -> Iterator[Desktop]:
    """Start the desktop and the program on a data folder, and end all of it afterwards."""
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing:
        raise AssertionError(f"journeys need {', '.join(missing)}: run python3 dev.py test --all")
    pictures.mkdir(parents=True, exist_ok=True)
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "xcb",
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        "PYTHONFAULTHANDLER": "1",
        "LC_ALL": "C.UTF-8",
        "QT_LOGGING_RULES": "qt.accessibility.atspi=false",
    }
    server, environment["DISPLAY"] = _start_display(environment)
    processes = [server]
    try:
        address = subprocess.run(
            ["dbus-daemon", "--session", "--fork", "--print-address=1", "--print-pid=1"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()
        environment["DBUS_SESSION_BUS_ADDRESS"] = address[0]
        processes.append(_start_manager(environment))
        launcher = "/usr/libexec/at-spi-bus-launcher"
        processes.append(_start([launcher, "--launch-immediately"], environment))
        desktop = Desktop(data, environment, pictures)
        yield desktop
    finally:
        if "desktop" in locals():
            desktop.close()
        for process in reversed(processes):
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
        if "address" in locals():
            os.kill(int(address[1]), signal.SIGTERM)


def _start(command: list[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def _start_manager(environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """Start the window manager, again where it did not come up, and wait until it manages."""
    end = time.monotonic() + PATIENCE
    manager = _start(["openbox"], environment)
    while time.monotonic() < end:
        asked = ("xdotool", "get_desktop")
        if subprocess.run(asked, env=environment, capture_output=True, check=False).returncode == 0:
            return manager
        if manager.poll() is not None:
            manager = _start(["openbox"], environment)
        time.sleep(0.1)
    manager.kill()
    raise AssertionError("the window manager did not come up")


def _start_display(environment: dict[str, str]) -> tuple[subprocess.Popen[bytes], str]:
    """Start an X server that chooses a free number, and wait until it says which."""
    reader, writer = os.pipe()
    command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", SCREEN]
    server = subprocess.Popen(
        command, env=environment, pass_fds=(writer,), stderr=subprocess.DEVNULL
    )
    os.close(writer)
    with os.fdopen(reader) as told:
        number = told.readline().strip()
    if not number:
        raise AssertionError("the X server did not come up")
    return server, f":{number}"


def _fills(box: tuple[int, int, int, int]) -> bool:
    left, top, width, height = box
    return (left, left + width, top + height) == (0, WIDTH, HEIGHT)


def _moved(look: Callable[[], Element], before: tuple[int, int, int, int]) -> bool:
    return look().box != before


def _until(said: Iterator[str], wanted: str) -> None:
    """Read what a helper says until it says what is wanted."""
    heard = []
    for line in said:
        heard.append(line.strip())
        if heard[-1] == wanted:
            return
    raise Gone(f"“{wanted}” was not said, but: {heard}")


def _fits(element: Element, name: str, role: str, whole: bool) -> bool:
    if role and element.role != role:
        return False
    if element.box[2] <= 0 or element.box[3] <= 0:
        return False
    texts = (element.name, element.text)
    return name in texts if whole else any(name in text for text in texts)
