"""Work runs off the GUI thread; results, refusals and faults arrive on it."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from danvan_desktop.errors import Progress, UserError
from danvan_desktop.storage.values import Changes
from ui import messages, tasks

Settled = Callable[[], None]


class Writer:
    """Stands for a context where only its writer matters."""

    def __init__(self) -> None:
        self.writer = ThreadPoolExecutor(max_workers=1)


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Collect what would be shown instead of showing it."""
    seen: list[Any] = []
    monkeypatch.setattr(messages, "show_error", seen.append)
    monkeypatch.setattr(messages, "show_crash", seen.append)
    return seen


def test_read_runs_elsewhere_and_is_delivered_here(settled: Settled) -> None:
    """The function runs on another thread, its result arrives on this one."""
    places: list[threading.Thread] = []

    def read(number: int) -> int:
        places.append(threading.current_thread())
        return number * 2

    results: list[tuple[int, threading.Thread]] = []
    tasks.run(read, 21, done=lambda r: results.append((r, threading.current_thread())))
    settled()
    assert results == [(42, threading.current_thread())]
    assert places[0] is not threading.current_thread()


def test_refusal_is_shown_in_its_own_words(settled: Settled, shown: list[Any]) -> None:
    """A UserError reaches the message with its three sentences."""

    def refuse() -> None:
        raise UserError("Ổ đĩa đã đầy.", safe="Chữ bạn gõ còn đây.", remedy="Xóa bớt tệp.")

    tasks.run(refuse)
    settled()
    assert [error.message for error in shown] == ["Ổ đĩa đã đầy."]


def test_refusal_goes_to_the_caller_who_wants_it(settled: Settled, shown: list[Any]) -> None:
    """With ``failed`` nothing is shown twice."""
    found: list[BaseException] = []

    def refuse() -> None:
        raise UserError("Tệp có mật khẩu.")

    tasks.run(refuse, failed=found.append)
    settled()
    assert isinstance(found[0], UserError)
    assert shown == []


def test_fault_is_shown_as_a_fault(
    settled: Settled, shown: list[Any], caplog: pytest.LogCaptureFixture
) -> None:
    """Anything else is a bug: logged with its trace and shown by the crash dialog."""
    tasks.run(lambda: 1 / 0)
    settled()
    assert isinstance(shown[0], ZeroDivisionError)
    assert "ZeroDivisionError" in caplog.text


def test_cancelled_work_stops_at_its_next_report(settled: Settled, qtbot: QtBot) -> None:
    """After ``cancel`` the next report ends the work, and only ``cancelled`` is called."""
    going, go_on = threading.Event(), threading.Event()
    ends: list[str] = []

    def long(progress: Progress) -> None:
        progress(1, 1000)
        going.set()
        go_on.wait(5)
        progress(2, 1000)
        ends.append("ran on")

    task = tasks.run(
        long,
        done=lambda _r: ends.append("done"),
        progress=lambda _done, _total, _text: None,
        cancelled=lambda: ends.append("cancelled"),
    )
    assert going.wait(5)
    task.cancel()
    go_on.set()
    settled()
    assert ends == ["cancelled"]


def test_progress_arrives_in_order_on_the_gui_thread(settled: Settled) -> None:
    """Every report of the work is seen, with its words."""
    seen: list[tuple[int, int, str]] = []

    def count(progress: Progress) -> None:
        for number in range(1, 4):
            progress(number, 3, f"dòng {number}")

    tasks.run(count, progress=lambda *report: seen.append(report))
    settled()
    assert seen == [(1, 3, "dòng 1"), (2, 3, "dòng 2"), (3, 3, "dòng 3")]


def test_nothing_is_delivered_to_a_deleted_owner(settled: Settled) -> None:
    """A page that was closed meanwhile is not called back."""
    owner, hold = QObject(), threading.Event()
    results: list[object] = []
    tasks.run(lambda: hold.wait(5), done=results.append, owner=owner)
    import shiboken6

    shiboken6.delete(owner)
    hold.set()
    settled()
    assert results == []


def test_older_look_at_the_data_is_not_shown_over_a_newer_one(
    settled: Settled, qtbot: QtBot
) -> None:
    """A repeated read that ends late is dropped; another screen's, or of something else, is not."""
    screen, other, hold = QObject(), QObject(), threading.Event()
    seen: list[tuple[str, str]] = []

    def look(what: str) -> str:
        if what == "cũ":
            hold.wait(5)
        return what

    def take(who: str) -> Callable[[str], None]:
        return lambda what: seen.append((who, what))

    tasks.reread(look, "cũ", done=take("trang"), owner=screen)
    tasks.reread(look, "cũ", done=take("trang khác"), owner=other)
    tasks.reread(look, "mới", done=take("trang"), owner=screen)
    qtbot.waitUntil(lambda: bool(seen))
    hold.set()
    settled()
    assert seen == [("trang", "mới"), ("trang khác", "cũ")]


def test_write_announces_its_changes_after_it_returned(settled: Settled, qtbot: QtBot) -> None:
    """``saved`` and ``changed`` come after the writer, in this order, before ``done``."""
    order: list[str] = []
    hub = tasks.hub()
    connections = [
        (hub.saving, lambda: order.append("saving")),
        (hub.saved, lambda: order.append("saved")),
        (hub.changed, lambda _c: order.append("changed")),
    ]
    for signal, slot in connections:
        signal.connect(slot)
    changes = Changes("1", "Thêm mô hình", frozenset({"dan_van_kheo"}), ("a",))

    def save() -> Changes:
        order.append("commit")
        return changes

    tasks.write(Writer(), save, done=lambda _r: order.append("done"))  # type: ignore[arg-type]
    settled()
    for signal, slot in connections:
        signal.disconnect(slot)
    assert order == ["saving", "commit", "saved", "changed", "done"]


def test_refused_write_is_never_called_saved(settled: Settled, shown: list[Any]) -> None:
    """A write that fails says so, and nothing says "saved"."""
    order: list[str] = []
    hub = tasks.hub()
    hub.saved.connect(saved := lambda: order.append("saved"))
    hub.save_failed.connect(failed := lambda: order.append("failed"))

    def refuse() -> None:
        raise UserError("Ổ đĩa đã đầy.")

    tasks.write(Writer(), refuse)  # type: ignore[arg-type]
    settled()
    hub.saved.disconnect(saved)
    hub.save_failed.disconnect(failed)
    assert order == ["failed"]


class Heavy(QObject):
    """Stands for a widget; tells on which thread it is destroyed."""

    def __init__(self, gone: list[threading.Thread]) -> None:
        super().__init__()
        self._gone = gone

    def __del__(self) -> None:
        self._gone.append(threading.current_thread())

    def take(self, _result: Any) -> None:
        """Wait for a result, as pages do."""


@pytest.mark.parametrize("writing", [False, True])
def test_widget_of_finished_work_goes_on_the_gui_thread(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, *, writing: bool
) -> None:
    """A worker that is slow to put its work away is not the last to hold what waited for it."""
    delivered, gone = threading.Event(), list[threading.Thread]()
    attempt = tasks._attempt

    def slowly(call: Callable[[], Any], finish: Any) -> None:
        attempt(call, finish)
        delivered.wait(10)

    monkeypatch.setattr(tasks, "_attempt", slowly)
    page, context = Heavy(gone), Writer()
    write = functools.partial(tasks.write, context)  # type: ignore[arg-type]
    task = (write if writing else tasks.run)(int, done=page.take)
    del page
    qtbot.waitUntil(lambda: task.finished, timeout=10_000)
    assert gone == []
    delivered.set()
    qtbot.waitUntil(lambda: bool(gone), timeout=10_000)
    assert gone == [threading.main_thread()]
    context.writer.shutdown()
