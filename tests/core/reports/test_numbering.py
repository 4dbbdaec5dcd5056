"""The numbering book: next, kept and given up numbers, gaps, and a random life against a model."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from danvan_desktop.context import Context, open_context
from danvan_desktop.errors import UserError
from danvan_desktop.registers.bao_cao import ISSUED
from danvan_desktop.registers.choices import LARGEST_NUMBER
from danvan_desktop.reports.freezing import freeze
from danvan_desktop.reports.number_book import read_book, scopes
from danvan_desktop.reports.numbering import (
    Scope,
    Standing,
    book,
    family_on,
    gap_ahead,
    gaps,
    next_number,
    number_issue,
    number_ranges,
    odd_number,
    release,
    reserve,
    scope_of,
    void,
)
from danvan_desktop.reports.numbers_before import no_term, say_used_before
from danvan_desktop.reports.review import review
from danvan_desktop.storage.values import Record
from tests.conftest import FixedClock

DAY = "2020-07-20"


def _lines(context: Context, kind: str = "BC") -> list[tuple[int, str]]:
    found = book(context, scope_of(context, kind, DAY))
    return [(entry.number, entry.standing.value) for entry in found]


def test_book_begins_after_the_numbers_used_before(reporting: Context, report: Record) -> None:
    """Fourteen reports of the term were numbered on paper; the draft plans number 15."""
    assert _lines(reporting) == [(1, "truoc"), (15, "du_kien")]
    first = book(reporting, scope_of(reporting, "BC", DAY))[0]
    assert first.last == 14


def test_minutes_and_notices_stand_in_the_same_book(reporting: Context) -> None:
    """The number that was typed for minutes is a number of the book, with chair and title."""
    (entry,) = [e for e in book(reporting, scope_of(reporting, "BB", DAY)) if e.source]
    assert (entry.number, entry.symbol, entry.standing) == (7, "07-BB/BDV", Standing.ISSUED)
    assert entry.signer
    assert entry.source.startswith("hoi_nghi:")


def test_kept_number_is_nobody_elses(reporting: Context, report: Record) -> None:
    """Number 16 is kept; the next one is 17 and a draft that wants 16 is refused by name."""
    reserve(reporting, "BC", DAY, holder="Đồng chí B", reason="báo cáo nhanh")
    assert next_number(reporting, "BC", DAY) == 17
    issue = number_issue(reporting, "BC", 16, DAY)
    assert issue is not None
    assert "Đồng chí B" in issue.message
    with pytest.raises(UserError) as refused:
        reserve(reporting, "BC", DAY, holder="Đồng chí C", number=16)
    assert refused.value.code == "same_number"


def test_kept_number_is_let_go_with_undo(reporting: Context, report: Record) -> None:
    """A number that nobody needs any more is the next one again, until undo keeps it."""
    row = reserve(reporting, "BC", DAY, holder="Đồng chí B")
    release(reporting, row.id)
    assert next_number(reporting, "BC", DAY) == 16
    reporting.undo()
    assert next_number(reporting, "BC", DAY) == 17


def test_given_up_number_leaves_a_reason(reporting: Context, report: Record) -> None:
    """A spoiled number says why; without a reason nothing is given up."""
    with pytest.raises(UserError, match="lý do"):
        void(reporting, "BC", 16, DAY, " ")
    void(reporting, "BC", 16, DAY, "viết hỏng")
    assert (16, "bo") in _lines(reporting)
    assert next_number(reporting, "BC", DAY) == 17
    kept = reserve(reporting, "BC", DAY, holder="Đồng chí B")
    void(reporting, "BC", 17, DAY, "không dùng nữa")
    assert reporting.record("so_di", kept.id).values["trang_thai"] == "bo"  # type: ignore[union-attr]


def test_number_in_use_is_not_given_up(reporting: Context, report: Record) -> None:
    """What a paper bears, or was used before the program, cannot be given up."""
    for number in (15, 3):
        with pytest.raises(UserError) as refused:
            void(reporting, "BC", number, DAY, "nhầm")
        assert refused.value.code == "same_number"


def test_skipped_numbers_are_gaps(reporting: Context, report: Record) -> None:
    """A hand-typed 18 leaves 16 and 17 open, and a reminder says so."""
    values = {**report.values, "so": 18, "ngay": DAY, "muc": []}
    assert reporting.save("bao_cao", values).saved
    assert gaps(reporting, scope_of(reporting, "BC", DAY)) == [16, 17]
    odd = odd_number(reporting, "BC", 18, DAY, own="x")
    assert odd is not None
    assert odd_number(reporting, "BC", 15, "2020-07-07", own=report.id) is None


def test_numbers_between_are_named_as_the_book_lists_them(reporting: Context) -> None:
    """One kept and one given up stand between: neither is said to be skipped."""
    reserve(reporting, "TTr", DAY, holder="Đồng chí B", number=5)
    void(reporting, "TTr", 7, DAY, "viết hỏng")
    found = odd_number(reporting, "TTr", 9, DAY)
    assert found is not None
    assert found.message == "Số 09 bỏ cách các số 01–04, 06, 08."
    reserve(reporting, "TTr", DAY, holder="Đồng chí C", number=9)
    assert number_ranges(gaps(reporting, scope_of(reporting, "TTr", DAY))) == "01–04, 06, 08"


def test_next_number_fills_up_to_what_is_kept_ahead(reporting: Context, report: Record) -> None:
    """With 15 used, 17 given up and 25 kept the next are 16 and 18, as the review wants them."""
    reserve(reporting, "BC", DAY, holder="Đồng chí B", number=25)
    void(reporting, "BC", 17, DAY, "viết hỏng")
    scope = scope_of(reporting, "BC", DAY)
    ahead = gap_ahead(reporting, scope, 20)
    assert ahead is not None
    assert ahead.message == "Số 20 đi trước số tiếp theo; các số 16, 18–19 chưa dùng."
    assert gap_ahead(reporting, scope, 16) is None
    for number in (16, 18):
        (shown,) = [one for one in read_book(reporting, DAY) if one.kind == "BC"]
        assert shown.following == number
        assert next_number(reporting, "BC", DAY) == number
        assert odd_number(reporting, "BC", number, DAY) is None
        values = {**report.values, "so": number, "ngay": DAY, "muc": []}
        assert reporting.save("bao_cao", values).saved
    assert reporting.save("bao_cao", {**report.values, "so": 24, "ngay": DAY, "muc": []}).saved
    assert next_number(reporting, "BC", DAY) == 26


@pytest.mark.parametrize("slip", [LARGEST_NUMBER + 1, 2763877000])
def test_slip_of_the_hand_is_no_number(reporting: Context, report: Record, slip: int) -> None:
    """A telephone number is refused in words; what is only said of it counts nothing up to it."""
    before = _lines(reporting)
    issue = number_issue(reporting, "BC", slip, DAY)
    assert issue is not None
    assert issue.message == "Số phải từ 1 đến 99999."
    with pytest.raises(UserError, match="từ 1 đến 99999"):
        reserve(reporting, "BC", DAY, holder="Đồng chí B", number=slip)
    saved = reporting.save("bao_cao", {**report.values, "so": slip, "ngay": DAY, "muc": []})
    assert not saved.saved
    odd_number(reporting, "BC", slip, DAY)
    gap_ahead(reporting, scope_of(reporting, "BC", DAY), slip)
    assert _lines(reporting) == before


def test_number_out_of_the_order_of_days_is_odd(reporting: Context, report: Record) -> None:
    """Number 16 dated before number 15 is asked about."""
    found = odd_number(reporting, "BC", 16, "2020-07-01")
    assert found is not None
    assert found.code == "number_out_of_order"


def test_numbers_of_two_scopes_do_not_meet(reporting: Context, report: Record) -> None:
    """The term before and the calendar year of State papers have books of their own."""
    assert number_issue(reporting, "BC", 15, "2020-06-20") is None
    assert number_issue(reporting, "BC", 15, "2021-01-05", family="ND30") is None
    assert number_issue(reporting, "KH", 15, DAY) is None


@pytest.mark.parametrize("family", ["DANG", "ND30"])
def test_series_goes_on_after_the_last_number_used_before(
    reporting: Context, report: Record, family: str
) -> None:
    """Of the term and of the year the clerk says “47”: 48 comes next, and 1 to 47 are no gaps."""
    if family == "ND30":
        (office,) = reporting.all_of("van_phong")
        assert reporting.save("van_phong", {"the_thuc": "ND30"}, id=office.id).saved
    assert family_on(reporting, DAY) == family_on(reporting, "2020-12-01")

    def scope(day: str = DAY) -> Scope:
        return scope_of(reporting, "KH", day, family=family_on(reporting, day))

    say_used_before(reporting, "KH", DAY, 47)
    (line,) = book(reporting, scope())
    assert (line.number, line.last, line.standing) == (1, 47, Standing.BEFORE)
    kept = reserve(reporting, "KH", DAY, holder="Đồng chí B")
    assert kept.values["so"] == 48
    assert gaps(reporting, scope()) == []
    with pytest.raises(UserError) as refused:
        reserve(reporting, "KH", DAY, holder="Đồng chí B", number=47)
    assert "dùng trước khi có chương trình" in refused.value.message
    with pytest.raises(UserError) as refused:
        say_used_before(reporting, "KH", DAY, 50)
    assert refused.value.code == "used_before"
    assert "48" in refused.value.message
    say_used_before(reporting, "KH", DAY, 45)
    assert gaps(reporting, scope()) == [46, 47]
    say_used_before(reporting, "KH", DAY, 0)
    assert scope().used_before == 0
    reporting.undo()
    assert scope().used_before == 45
    assert scope_of(reporting, "TTr", DAY, family=family_on(reporting, DAY)).used_before == 0
    other_year = "2021-03-01"
    assert scope(other_year).used_before == (0 if family == "ND30" else 45)


def test_issued_number_was_not_used_before(reporting: Context, issued: Record) -> None:
    """What the program issued is not said to be from before; what a draft plans gives way."""
    number = issued.values["so"]
    with pytest.raises(UserError) as refused:
        say_used_before(reporting, "BC", DAY, number)
    assert str(issued.values["ten"]) in refused.value.message
    assert refused.value.remedy == f"Gõ số nhỏ hơn {number:02d}."
    values = {**issued.values, "loai": "CV", "so": 1, "trang_thai": "nhap", "muc": []}
    assert reporting.save("bao_cao", values).saved
    say_used_before(reporting, "CV", DAY, 5)
    assert next_number(reporting, "CV", DAY) == 6


def test_party_paper_outside_every_term_is_told(reporting: Context, report: Record) -> None:
    """Without a term that day it is numbered by year: the check says so, and the book shows it."""
    assert no_term(reporting, DAY, family="DANG") is None
    assert no_term(reporting, "2014-05-05", family="ND30") is None
    found = no_term(reporting, "2014-05-05", family="DANG")
    assert found is not None
    assert "05/5/2014" in found.message
    values = {**report.values, "ngay": "2014-05-05", "muc": []}
    saved = reporting.save("bao_cao", values).record
    assert saved is not None
    assert "no_term" in [one.code for one in review(reporting, saved.id).issues]
    days = {one.name: one.day for one in scopes(reporting)}
    assert days["Năm 2014, ngoài nhiệm kỳ"] == "2014-05-05"


class NumberedPapers(RuleBasedStateMachine):
    """Papers are drafted, numbered, issued, deleted, undone; the model knows what must hold."""

    folder: Path
    source: Path
    runs = 0

    def __init__(self) -> None:
        super().__init__()
        type(self).runs += 1
        target = self.folder / f"run-{type(self).runs}"
        shutil.copytree(self.source, target)
        self.context = open_context(target, clock=FixedClock(), user="Lê Văn C")
        found = next(r for r in self.context.all_of("bao_cao") if r.values["ky"] == "H1/2020")
        whole = self.context.record("bao_cao", found.id)
        assert whole is not None
        light = {"mau": "bao_cao_nhanh_trong", "mau_ban": None}
        self.base = {**whole.values, **light, "muc": []}
        self.context.delete("bao_cao", [found.id])
        self.papers: list[str] = []
        self.given: dict[str, int] = {}
        self.void: set[int] = set()

    def teardown(self) -> None:
        self.context.close()

    @rule(number=st.one_of(st.none(), st.integers(13, 20)))
    def draft(self, number: int | None) -> None:
        """Begin a paper that plans a number, typed by hand or none."""
        saved = self.context.save("bao_cao", {**self.base, "so": number}).record
        assert saved is not None
        self.papers.append(saved.id)

    @precondition(lambda self: self.papers)
    @rule(data=st.data())
    def issue(self, data: st.DataObject) -> None:
        """Issue a paper; the number that it gets is its own for ever."""
        paper = data.draw(st.sampled_from(self.papers))
        record = self.context.record("bao_cao", paper)
        if record is None or record.deleted or record.values["trang_thai"] in ISSUED:
            return
        issued = self._quietly(lambda: freeze(self.context, paper))
        if issued is None:
            return
        number = issued.values["so"]
        assert number not in self.void
        assert number > scope_of(self.context, "BC", DAY).used_before
        assert all(own != number for other, own in self.given.items() if other != paper)
        self.given[paper] = number

    @rule(number=st.one_of(st.none(), st.integers(15, 20)))
    def reserve(self, number: int | None) -> None:
        """Keep a number for somebody."""
        self._quietly(lambda: reserve(self.context, "BC", DAY, holder="B", number=number))

    @rule(number=st.integers(15, 20))
    def give_up(self, number: int) -> None:
        """Give a number up."""
        self._quietly(lambda: void(self.context, "BC", number, DAY, "hỏng"))

    @precondition(lambda self: self.papers)
    @rule(data=st.data())
    def delete_or_restore(self, data: st.DataObject) -> None:
        """Move a paper to the bin or back; an issued one stays."""
        paper = data.draw(st.sampled_from(self.papers))
        record = self.context.record("bao_cao", paper)
        assert record is not None
        change = self.context.restore if record.deleted else self.context.delete
        self._quietly(lambda: change("bao_cao", [paper]))

    @rule(last=st.integers(12, 18))
    def say(self, last: int) -> None:
        """Say another last number used before, also a contradictory one."""
        self._quietly(lambda: say_used_before(self.context, "BC", DAY, last))

    @rule()
    def undo(self) -> None:
        """Take back the last operation, whatever it was, but never the making of the office."""
        if self.papers and self.context.undo_label() != "Xóa 1 báo cáo":
            self.context.undo()

    @rule()
    def redo(self) -> None:
        """Do it again."""
        self.context.redo()

    @invariant()
    def numbers_are_never_doubled(self) -> None:
        """No two issued papers share a number, and none bears one that was given up."""
        live = [r for r in self.context.all_of("bao_cao") if r.values["trang_thai"] in ISSUED]
        numbers = [r.values["so"] for r in live]
        assert len(set(numbers)) == len(numbers)
        rows = self.context.all_of("so_di")
        self.void = {r.values["so"] for r in rows if r.values["trang_thai"] == "bo"}
        assert not self.void & set(numbers)
        kept = {r.values["so"] for r in rows if r.values["trang_thai"] == "giu"}
        assert not kept & set(numbers)

    @invariant()
    def book_is_whole(self) -> None:
        """Every number after the last one used before is in the book; gaps nobody bears."""
        scope = scope_of(self.context, "BC", DAY)
        found = book(self.context, scope)
        bearing: set[int] = {r.values["so"] for r in self.context.all_of("so_di")}
        for record in self.context.all_of("bao_cao"):
            if record.values["so"] is not None:
                bearing.add(record.values["so"])
        last = scope.used_before
        expected = set(range(last + 1, max(bearing, default=last) + 1)) - bearing
        assert {e.number for e in found if e.standing is Standing.GAP} == expected
        papers = {r.values["so"] for r in self.context.all_of("bao_cao") if r.values["so"]}
        following = next_number(self.context, "BC", DAY)
        highest = max([last, *papers, *self.given.values()])
        assert following > highest
        assert following not in bearing
        assert set(range(highest + 1, following)) <= bearing
        issued = [e.number for e in found if e.standing is Standing.ISSUED and e.source]
        assert min(issued, default=last + 1) > last

    def _quietly(self, call: Callable[[], Any]) -> Any:
        """Do it, or be refused for one of the three reasons that there are."""
        try:
            return call()
        except UserError as error:
            if error.code not in ("same_number", "issued_paper", "used_before"):
                raise
            return None


def test_random_lives_never_double_a_number(reporting_data_dir: Path, tmp_path: Path) -> None:
    """Drafts, issues, kept and given up numbers, the bin, undo and redo in any order."""
    machine = NumberedPapers
    machine.folder, machine.source = tmp_path, reporting_data_dir
    machine.TestCase.settings = settings(
        max_examples=12,
        stateful_step_count=14,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    machine.TestCase("runTest").runTest()
