"""Closing a period: what stops it, what it keeps, what comes late, reopening."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from danvan_desktop.context import Context, open_context
from danvan_desktop.errors import Severity, UserError, has_errors
from danvan_desktop.indicators import compute, enter, lists_of
from danvan_desktop.indicators.closing import (
    close_period,
    closed_figures,
    drifts,
    late_records,
    obstacles,
    reopen_period,
)
from danvan_desktop.indicators.reasons import (
    give_reason,
    give_reasons,
    notes_for_paper,
    reason_for,
    unexplained,
    used_reasons,
)
from danvan_desktop.organisation.periods import Period
from danvan_desktop.storage.values import ImportRow
from tests.conftest import FixedClock

H1 = "H1/2020"
EARLY = {
    "don_vi": "TN-DMC-05",
    "ngay": "2020-03-02",
    "hinh_thuc": "dinh_ky",
    "so_nguoi": 40,
    "y_kien": 3,
    "tra_loi": 3,
    "chuyen": 0,
}
"""A dialogue of Chà Là that nobody reported in time."""


@pytest.fixture(scope="module")
def closed_data_dir(filled_data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Close the half-year of the key after a reason was given for every warning, once."""
    folder = tmp_path_factory.mktemp("closed") / "data"
    shutil.copytree(filled_data_dir, folder)
    context = open_context(folder, clock=FixedClock(), user="Lê Văn C")
    period = context.period(H1)
    give_reasons(context, period, unexplained(context, period), "đã đối chiếu")
    close_period(context, period)
    context.close()
    return folder


@pytest.fixture
def closed(closed_data_dir: Path, tmp_path: Path, clock: Any) -> Iterator[Context]:
    """Open a copy of the office whose half-year is closed."""
    shutil.copytree(closed_data_dir, tmp_path / "closed")
    context = open_context(tmp_path / "closed", clock=clock, user="Lê Văn C")
    yield context
    context.close()


def _talks(books: Context, code: str) -> Any:
    return compute(books, books.period(code), ["doi_thoai_cuoc"])["doi_thoai_cuoc"].value


def test_warnings_want_reasons_before_closing(filled: Context, period: Period) -> None:
    """A half-year without errors is not closed while a warning has no reason."""
    waiting = obstacles(filled, period)
    assert {issue.severity for issue in waiting} == {Severity.WARNING}
    with pytest.raises(UserError, match="chưa có lý do") as refused:
        close_period(filled, period)
    assert refused.value.code == "period_has_warnings"
    for issue in waiting:
        give_reason(filled, period, issue, "đã đối chiếu với đơn vị")
    assert unexplained(filled, period) == []
    close_period(filled, period)
    assert filled.period(H1).closed


def test_errors_block_closing(filled: Context) -> None:
    """Records of 2019 do not say whether they are new (E3): the period stays open."""
    with pytest.raises(UserError, match="lỗi") as refused:
        close_period(filled, filled.period("H1/2019"))
    assert refused.value.code == "period_has_errors"
    assert not filled.period("H1/2019").closed


def test_reason_is_kept_and_printed(filled: Context, period: Period) -> None:
    """A reason has history and undo and becomes a sentence of the thuyết minh."""
    issue = next(i for i in unexplained(filled, period) if i.place.record == "dvk_khen")
    give_reason(filled, period, issue, "năm nay xét khen sớm")
    give_reason(filled, period, issue, "xét khen sớm một tháng")
    reason = reason_for(filled, period, issue)
    assert reason is not None
    assert (reason.text, reason.by) == ("xét khen sớm một tháng", "Lê Văn C")
    assert notes_for_paper(filled, period) == [
        ("Mô hình được khen thưởng", "xét khen sớm một tháng")
    ]
    give_reason(filled, period, issue, "")
    assert reason_for(filled, period, issue) is None
    filled.undo()
    assert reason_for(filled, period, issue) is not None


def test_one_reason_for_all_warnings_is_one_operation(filled: Context, period: Period) -> None:
    """Every warning takes the reason; one undo gives all of them back as they were."""
    bare = unexplained(filled, period)
    give_reason(filled, period, bare[0], "xét khen sớm")
    changes = give_reasons(filled, period, [*bare, bare[0]], " đã đối chiếu với đơn vị ")
    assert len(changes.ids) == len(bare)
    assert filled.undo_label() == f"Ghi lý do cho {len(bare)} lời nhắc"
    assert unexplained(filled, period) == []
    assert used_reasons(filled, period) == ["đã đối chiếu với đơn vị"]
    filled.undo()
    assert unexplained(filled, period) == bare[1:]
    assert used_reasons(filled, period) == ["xét khen sớm"]
    filled.redo()
    give_reasons(filled, period, bare, "")
    assert unexplained(filled, period) == bare


def test_reasons_are_refused_in_a_closed_period(filled: Context, period: Period) -> None:
    """Even by a page that still holds the period as it was open; nothing is written."""
    bare = unexplained(filled, period)
    give_reasons(filled, period, bare, "đã đối chiếu")
    close_period(filled, period)
    for one in (period, filled.period(H1)):
        with pytest.raises(UserError) as refused:
            give_reasons(filled, one, bare, "lý do khác")
        assert refused.value.code == "closed_period"
    assert used_reasons(filled, period) == ["đã đối chiếu"]


def test_refused_reason_is_kept_for_none_of_the_warnings(filled: Context, period: Period) -> None:
    """More letters than the register keeps stop it for all; so does no reason at all."""
    bare = unexplained(filled, period)
    with pytest.raises(UserError) as refused:
        give_reasons(filled, period, bare, "đã đối chiếu " * 100)
    assert refused.value.code == "too_long"
    with pytest.raises(UserError) as empty:
        give_reasons(filled, period, bare, "  ")
    assert empty.value.code == "no_reason"
    assert unexplained(filled, period) == bare


def test_used_reasons_come_from_the_last_period_of_the_kind(
    filled: Context, period: Period, explain: Callable[[Context, Period], None]
) -> None:
    """H2 offers what was written in H1, after its own; a year offers nothing of half-years."""
    explain(filled, period)
    later = filled.period("H2/2020")
    assert used_reasons(filled, later) == ["đã đối chiếu"]
    bare = unexplained(filled, later)
    give_reasons(filled, later, bare[:1], "do giãn cách xã hội")
    assert used_reasons(filled, later) == ["do giãn cách xã hội", "đã đối chiếu"]
    assert used_reasons(filled, filled.period_named("N/2020")) == []


def test_undone_closing_compares_with_nothing_until_it_is_done_again(closed: Context) -> None:
    """The kept figures stay, harmless: the open period has no drifts, a redo finds them again."""
    kept = closed_figures(closed, closed.period(H1))
    closed.undo()
    open_again = closed.period(H1)
    assert not open_again.closed
    assert closed_figures(closed, open_again) == kept
    assert drifts(closed, open_again) == []
    closed.redo()
    assert closed.period(H1).closed
    assert drifts(closed, closed.period(H1)) == []


def test_closing_keeps_the_figures(closed: Context) -> None:
    """The figures stand as they were, with who closed when; nothing differs."""
    kept = closed_figures(closed, closed.period(H1))
    assert kept is not None
    assert kept.figures["doi_thoai_cuoc"]["value"] == 19
    assert kept.figures["doi_thoai_cuoc"]["by"]["cap"] == {"X": 17, "H": 2}
    assert (kept.by, kept.at > "2020", kept.seq > 0) == ("Lê Văn C", True, True)
    assert drifts(closed, closed.period(H1)) == []


def test_late_record_counts_in_the_next_period(closed: Context) -> None:
    """A dialogue of March that comes after closing counts in H2 (which has one of its own)."""
    saved = closed.save("doi_thoai", EARLY)
    assert saved.record is not None
    assert [i.code for i in saved.issues] == ["late_record"]
    assert (_talks(closed, H1), _talks(closed, "H2/2020")) == (19, 2)
    year = closed.period_named("N/2020")
    assert compute(closed, year, ["doi_thoai_cuoc"])["doi_thoai_cuoc"].value == 21
    [late] = late_records(closed, closed.period("H2/2020"))
    assert (late.record_id, late.period, late.counted_in) == (saved.record.id, H1, "H2/2020")
    for code, number in ((H1, 19), ("H2/2020", 2)):
        lists = lists_of(closed, "doi_thoai_cuoc", closed.period(code))
        assert sum(closed.count(query) for query in lists) == number
    assert drifts(closed, closed.period(H1)) == []
    closed.undo()
    assert _talks(closed, "H2/2020") == 1


def test_late_record_counts_in_its_period_once_that_is_reopened(
    closed: Context, explain: Callable[[Context, Period], None]
) -> None:
    """Reopening wants a reason; then the record counts where its day lies, also after closing."""
    closed.save("doi_thoai", EARLY)
    with pytest.raises(UserError, match="lý do"):
        reopen_period(closed, closed.period(H1), " ")
    reopen_period(closed, closed.period(H1), "bổ sung số liệu xã Chà Là")
    assert (_talks(closed, H1), _talks(closed, "H2/2020")) == (20, 1)
    explain(closed, closed.period(H1))
    close_period(closed, closed.period(H1))
    assert (_talks(closed, H1), _talks(closed, "H2/2020")) == (20, 1)
    kept = closed_figures(closed, closed.period(H1))
    assert kept is not None
    assert kept.figures["doi_thoai_cuoc"]["value"] == 20
    assert late_records(closed, closed.period("H2/2020")) == []


def test_counted_record_of_a_closed_period_does_not_change(closed: Context) -> None:
    """Changing or deleting it is refused; with a reason the difference to what was sent shows."""
    period = closed.period(H1)
    [query] = lists_of(closed, "doi_thoai_cuoc", period, "don_vi", "TN-DMC-09")
    record = closed.page(query, 0, 1)[0]
    refused = closed.save("doi_thoai", {"so_nguoi": 999}, id=record.id)
    assert (refused.saved, [i.code for i in refused.issues]) == (False, ["closed_period"])
    assert not has_errors(list(closed.save("doi_thoai", {}, id=record.id).issues))
    with pytest.raises(UserError, match="đã khóa"):
        closed.delete("doi_thoai", [record.id])
    closed.delete("doi_thoai", [record.id], reason="trùng cuộc")
    [drift] = [d for d in drifts(closed, period) if d.code == "doi_thoai_cuoc"]
    assert (drift.then, drift.now) == (19, 18)


def test_state_of_a_period_is_not_edited_by_hand(filled: Context) -> None:
    """Only closing keeps the figures, so the form of periods does not close."""
    [record] = [r for r in filled.all_of("ky") if r.values["ma"] == H1]
    refused = filled.save("ky", {"trang_thai": "khoa"}, id=record.id)
    assert [i.code for i in refused.issues] == ["period_state"]
    assert not filled.period(H1).closed


def test_import_into_a_closed_period_is_late_too(closed: Context) -> None:
    """Rows of a workbook with days of the closed half-year count in the next one."""
    origin = {"file": "x.xlsx", "sheet": "1", "row": 5}
    closed.import_rows("Nhập", [ImportRow("doi_thoai", EARLY, origin, "mark")])
    assert (_talks(closed, H1), _talks(closed, "H2/2020")) == (19, 2)


def test_totals_of_a_closed_period_are_not_imported(closed: Context) -> None:
    """A table of totals for the closed half-year corrects it, so it must be reopened first."""
    totals = {"ky": H1, "don_vi": "TN-DMC-03", "luot_tiep": 5, "don_tiep_nhan": 1}
    row = ImportRow("tiep_dan", totals | {"don_giai_quyet": 1, "don_dang": 0}, {"row": 1}, "m")
    with pytest.raises(UserError, match="đã khóa"):
        closed.import_rows("Nhập", [row])
    with pytest.raises(UserError, match="đã khóa"):
        enter(closed, closed.period(H1), "", {"doi_thoai_cuoc": 5})
