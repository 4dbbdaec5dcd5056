"""From the province to the office: everything in a pack is in force, and goes again with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from danvan_desktop.bundles.journal import entries
from danvan_desktop.bundles.packs import applying, settling
from danvan_desktop.bundles.packs.making import Choice
from danvan_desktop.bundles.packs.model import LOGGED, Standing
from danvan_desktop.bundles.packs.shelf import packs
from danvan_desktop.context import Context, open_context
from danvan_desktop.errors import Severity, UserError
from danvan_desktop.indicators import catalogue, compute
from danvan_desktop.organisation.pack_parts import Sort
from danvan_desktop.registers.mau_van_ban import PACK, RETIRED
from danvan_desktop.registers.to_chuc import CLOSED
from danvan_desktop.reports.annexes import annex_tables
from danvan_desktop.reports.building import build_report
from danvan_desktop.reports.drafts import start_report
from danvan_desktop.reports.template_store import in_use, save_version
from danvan_desktop.signing.keys import pem
from danvan_desktop.signing.pdf import sign_pdf
from danvan_desktop.signing.verdict import State
from danvan_desktop.signing.verify import verify_pdf
from tests.core.packs.kit import (
    ANNEX,
    INDICATORS,
    everything,
    make,
    state,
    template,
    write_json,
)
from tests.core.signing.kit import NOW, make_authority, make_key, small_pdf
from tests.core.sync.kit import dialogue
from tests.on_server import both_databases

HALF = "bao_cao_6_thang"


def apply(context: Context, path: Path) -> None:
    """Look at a pack and take all of it."""
    plan = context.look_at_pack(path)
    context.apply_pack(plan, everything(plan))


@pytest.fixture
def applied(believing: Context, first_pack: Path) -> Context:
    """Return the office with the first pack in force."""
    apply(believing, first_pack)
    return believing


def test_plan_says_what_changes_and_writes_nothing(believing: Context, first_pack: Path) -> None:
    """Added, changed, the same; what replaces the office's own waits for a yes."""
    before = state(believing)
    plan = believing.look_at_pack(first_pack)
    assert (plan.standing, plan.pack.number, plan.pack.sender) == (Standing.NEW, 1, "TN-BDVTU")
    assert plan.outside == 2  # another district and its commune
    found = {one.ident: one for one in plan.items}
    district = found["units", "TN-DMC@2011-01-01"]
    assert (district.sort, bool(district.conflict)) == (Sort.CHANGE, True)
    assert [(d.before, d.after) for d in district.differences] == [("30/06/2025", "")]
    assert found["units", "TN-DMC-90@2020-07-01"].sort is Sort.ADD
    assert found["units", "TN@2011-01-01"].sort is Sort.SAME
    due = found["periods", "H1/2020"]
    assert [(d.before, d.after) for d in due.differences] == [("20/06/2020", "25/06/2020")]
    assert found["indicators", "tinh.json"].title == "Cuộc đối thoại"
    assert found["templates", HALF].sort is Sort.CHANGE
    assert {one.ident for one in plan.items if one.open} - plan.proposed() == {district.ident}
    assert state(believing) == before
    assert packs(believing) == []


def test_pack_is_in_force_once_it_is_applied(believing: Context, first_pack: Path) -> None:
    """Unit, deadline, indicator, annex and template serve at once; old papers keep theirs."""
    assert believing.save("doi_thoai", dialogue("2020-05-14")).saved
    paper = start_report(believing, "H1/2020")
    papers = believing.all_of("bao_cao")
    apply(believing, first_pack)
    period = believing.period("H1/2020")
    assert period.due == "2020-06-25"
    assert compute(believing, period, ["tinh_cuoc"])["tinh_cuoc"].value == 1
    assert "bieu_tinh" in annex_tables()
    communes = {unit.code for unit in believing.directory("2020-07-02").communes()}
    assert ("TN-DMC-90" in communes, "TN-TB-01" in communes) == (True, False)
    serving = in_use(believing)[HALF]
    assert (serving.origin, serving.version) == (PACK, paper.values["mau_ban"] + 1)
    assert believing.all_of("bao_cao") == papers
    old, _issues = build_report(believing, paper)
    later = start_report(believing, "H2/2020")
    new, _issues = build_report(believing, later)
    assert "Theo mẫu của tỉnh." in str(new)
    assert "Theo mẫu của tỉnh." not in str(old)
    [entry] = packs(believing)
    assert (entry.number, entry.in_force, entry.last, entry.by) == (1, True, True, "Lê Văn C")
    assert {part for part, _sort, _title in entry.told} == {
        "units", "periods", "indicators", "annexes", "templates",
    }  # fmt: skip


def test_files_are_in_force_at_the_next_start(applied: Context) -> None:
    """The folder that is opened again has the province's indicators and annexes."""
    folder, clock = applied.paths.data, applied.clock
    applied.close()
    assert "tinh_cuoc" not in catalogue()
    again = open_context(folder, clock=clock)
    try:
        assert "tinh_cuoc" in catalogue()
        assert "bieu_tinh" in annex_tables()
    finally:
        again.close()


def test_certificate_makes_a_signature_valid(
    believing: Context, province: Context, tmp_path: Path
) -> None:
    """A paper whose authority nobody knew is valid after the pack, unknown again without it."""
    authority = make_authority()
    key = make_key(tmp_path, authority=authority)
    signed = sign_pdf(small_pdf(tmp_path / "a.pdf"), tmp_path / "b.pdf", key, now=NOW).path
    (tmp_path / "ca.pem").write_text(pem(authority.der))
    (tmp_path / "ca.crl").write_bytes(authority.crl(authority.der))
    files = (tmp_path / "ca.pem", tmp_path / "ca.crl")
    pack = make(province, {"certificates": Choice(files=files)}, tmp_path)

    def verdict() -> State:
        return verify_pdf(signed, believing.trust(), now=NOW).state

    assert verdict() is State.UNKNOWN
    apply(believing, pack.path)
    assert verdict() is State.VALID
    assert len(believing.trust().crls) == 1
    believing.take_back_pack(packs(believing)[0].pk)
    assert verdict() is State.UNKNOWN


@both_databases
def test_taking_back_restores_every_row_and_every_byte(
    believing: Context, first_pack: Path
) -> None:
    """A file of the clerk's own under the same name comes back as it was."""
    own = believing.paths.indicators / "tinh.json"
    own.parent.mkdir()
    own.write_bytes(b'\xef\xbb\xbf{"indicators": []}\r\n')
    before = state(believing)
    apply(believing, first_pack)
    assert own.read_bytes() != before["files"]["chi_tieu/tinh.json"]
    back = believing.take_back_pack(packs(believing)[0].pk)
    assert back.kept == ()
    assert state(believing) == before
    assert "tinh_cuoc" not in catalogue()
    assert "bieu_tinh" not in annex_tables()
    [entry] = packs(believing)
    assert (entry.in_force, entry.last) == (False, False)
    assert [one.kind for one in entries(believing)][:2] == [LOGGED, LOGGED]
    with pytest.raises(UserError) as caught:
        believing.take_back_pack(entry.pk)
    assert caught.value.code == "pack_not_in_force"


def test_undo_and_redo_take_the_files_along(believing: Context, first_pack: Path) -> None:
    """Ctrl+Z right after applying is taking back; Ctrl+Y applies again."""
    before = state(believing)
    apply(believing, first_pack)
    after = state(believing)
    believing.undo()
    assert state(believing) == before
    assert [one.in_force for one in packs(believing)] == [False]
    believing.redo()
    assert state(believing) == after
    assert "tinh_cuoc" in catalogue()
    log = [one.text.partition(":")[0] for one in entries(believing)]
    assert log[:2] == ["Làm lại", "Hoàn tác"]
    assert [one.in_force for one in packs(believing)] == [True]


def test_pack_of_files_alone_can_be_undone(
    believing: Context, province: Context, tmp_path: Path
) -> None:
    """An operation that changes no record stands in the list of undo too."""
    files = (write_json(tmp_path / "x.json", INDICATORS),)
    apply(believing, make(province, {"indicators": Choice(files=files)}, tmp_path).path)
    assert "Áp dụng gói số 2" in str(believing.undo_label())
    believing.undo()
    assert "tinh_cuoc" not in catalogue()
    believing.redo()
    assert "tinh_cuoc" in catalogue()


def test_what_the_office_made_itself_stays_without_a_yes(
    believing: Context, first_pack: Path
) -> None:
    """Its template and its unit are shown beside the pack's; the rest is applied."""
    save_version(believing, template("Theo mẫu của huyện."))
    plan = believing.look_at_pack(first_pack)
    waiting = {one.ident for one in plan.items if one.conflict}
    assert waiting == {("units", "TN-DMC@2011-01-01"), ("templates", HALF)}
    believing.apply_pack(plan, plan.proposed())
    assert in_use(believing)[HALF].data["sections"][0]["text"] == "Theo mẫu của huyện."
    assert believing.directory().unit("TN-DMC").last_day == "2025-06-30"  # type: ignore[union-attr]
    assert believing.directory().unit("TN-DMC-90")


def test_next_pack_changes_what_the_last_one_brought_without_asking(
    applied: Context, province: Context, tmp_path: Path
) -> None:
    """Rows and files of a pack are the province's to change, and a file set is replaced whole."""
    row = next(r for r in province.all_of("don_vi") if r.values["ma"] == "TN-DMC-90")
    province.save("don_vi", {"ten": "Suối Đá Mới"}, id=row.id)
    more = {**INDICATORS, "indicators": [{**INDICATORS["indicators"][0], "code": "tinh_hai"}]}
    files = (write_json(tmp_path / "hai.json", more),)
    choices = {"units": Choice(keys=frozenset({"TN-DMC-90"})), "indicators": Choice(files=files)}
    plan = applied.look_at_pack(make(province, choices, tmp_path).path)
    assert {one.ident: one.sort for one in plan.items} == {
        ("units", "TN-DMC-90@2020-07-01"): Sort.CHANGE,
        ("indicators", "hai.json"): Sort.ADD,
        ("indicators", "tinh.json"): Sort.REMOVE,
    }
    assert not any(one.conflict for one in plan.items)
    keep = plan.proposed() - {("indicators", "tinh.json")}
    applied.apply_pack(plan, keep)
    assert {"tinh_cuoc", "tinh_hai"} <= set(catalogue())
    first, second = sorted(packs(applied), key=lambda one: one.number)
    assert (first.last, second.last) == (False, True)
    with pytest.raises(UserError) as caught:
        applied.take_back_pack(first.pk)
    assert caught.value.code == "pack_not_last"
    applied.take_back_pack(second.pk)
    assert applied.directory().unit("TN-DMC-90").name == "Suối Mới"  # type: ignore[union-attr]
    assert "tinh_hai" not in catalogue()
    assert "tinh_cuoc" in catalogue()


def test_taking_back_leaves_what_the_office_used_since(applied: Context) -> None:
    """A changed deadline, a unit with records and a template with papers stay and are named."""
    period = next(r for r in applied.all_of("ky") if r.values["ma"] == "H1/2020")
    applied.save("ky", {"han_nop": "2020-06-30"}, id=period.id)
    talk = {**dialogue("2020-07-14"), "don_vi": "TN-DMC-90"}
    assert applied.save("doi_thoai", talk).saved
    paper = start_report(applied, "H2/2020")
    back = applied.take_back_pack(packs(applied)[0].pk)
    assert len(back.kept) == 3
    assert applied.period("H1/2020").due == "2020-06-30"
    assert applied.directory().unit("TN-DMC-90")
    assert in_use(applied)[HALF].version < paper.values["mau_ban"]
    [version] = [r for r in applied.all_of("mau_van_ban") if r.values["nguon"] == PACK]
    assert version.values["trang_thai"] == RETIRED
    document, _issues = build_report(applied, paper)
    assert "Theo mẫu của tỉnh." in str(document)


def test_older_pack_and_the_same_pack_change_nothing(
    applied: Context, province: Context, first_pack: Path, tmp_path: Path
) -> None:
    """Neither again nor after a newer one; a pack that was taken back may come again."""
    assert applied.look_at_pack(first_pack).standing is Standing.HELD
    second = make(province, {"periods": Choice(keys=frozenset({"H2/2021"}))}, tmp_path)
    apply(applied, second.path)
    plan = applied.look_at_pack(first_pack)
    with pytest.raises(UserError) as caught:
        applied.apply_pack(plan, everything(plan))
    assert caught.value.code == "pack_held"
    periods = applied.periods()
    for one in packs(applied):
        applied.take_back_pack(one.pk)
    apply(applied, second.path)
    plan = applied.look_at_pack(first_pack)
    assert plan.standing is Standing.OLDER
    with pytest.raises(UserError) as caught:
        applied.apply_pack(plan, everything(plan))
    assert caught.value.code == "older_pack"
    applied.take_back_pack(next(one.pk for one in packs(applied) if one.last))
    apply(applied, first_pack)
    apply(applied, second.path)
    assert applied.periods() == periods


def test_restored_backup_does_not_forget_the_newest_pack(
    believing: Context, province: Context, first_pack: Path, tmp_path: Path
) -> None:
    """The database is from before; what it says of packs is not the last word, then or later."""
    copy = believing.back_up_now()
    made = [
        make(province, {"periods": Choice(keys=frozenset({"H2/2021"}))}, tmp_path).path
        for _number in range(3)
    ]
    apply(believing, made[1])
    folder, clock = believing.paths.data, believing.clock
    believing.close()
    believing.paths.database.write_bytes(copy.read_bytes())
    again = open_context(folder, clock=clock)
    try:
        assert packs(again) == []
        assert again.look_at_pack(first_pack).standing is Standing.OLDER
        apply(again, made[2])
        again.take_back_pack(packs(again)[0].pk)
        assert again.look_at_pack(made[0]).standing is Standing.OLDER
        apply(again, made[1])
        again.take_back_pack(packs(again)[0].pk)
        assert again.look_at_pack(made[0]).standing is Standing.NEW
    finally:
        again.close()


def test_start_finishes_what_a_power_cut_left(
    believing: Context, first_pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rows were committed, the files not yet written: the next start writes them."""

    def cut(*_arguments: Any, **_more: Any) -> None:
        raise KeyboardInterrupt

    plan = believing.look_at_pack(first_pack)
    with monkeypatch.context() as patch:
        patch.setattr(settling, "replacing", cut)
        with pytest.raises(KeyboardInterrupt):
            believing.apply_pack(plan, everything(plan))
    assert not list(believing.paths.indicators.glob("*.json"))
    folder, clock = believing.paths.data, believing.clock
    believing.close()
    again = open_context(folder, clock=clock)
    try:
        assert "tinh_cuoc" in catalogue()
        again.take_back_pack(packs(again)[0].pk)
        assert not list(again.paths.indicators.glob("*.json"))
    finally:
        again.close()


def test_data_that_changed_meanwhile_are_looked_at_again(
    believing: Context, first_pack: Path
) -> None:
    """What the clerk saw is what is applied, or nothing."""
    plan = believing.look_at_pack(first_pack)
    period = next(r for r in believing.all_of("ky") if r.values["ma"] == "H1/2020")
    believing.save("ky", {"han_nop": "2020-06-28"}, id=period.id)
    before = state(believing)
    with pytest.raises(UserError) as caught:
        believing.apply_pack(plan, everything(plan))
    assert caught.value.code == "changed_meanwhile"
    assert state(believing) == before


def test_closed_period_keeps_its_days(
    believing: Context, province: Context, tmp_path: Path
) -> None:
    """Figures were counted over them; the province's other days cannot be taken."""
    period = next(r for r in believing.all_of("ky") if r.values["ma"] == "H1/2020")
    believing.write_all("ky", [(period.id, None, {"trang_thai": CLOSED})], "Khóa kỳ")
    theirs = next(r for r in province.all_of("ky") if r.values["ma"] == "H1/2020")
    province.save("ky", {"den_ngay": "2020-06-10"}, id=theirs.id)
    pack = make(province, {"periods": Choice(keys=frozenset({"H1/2020"}))}, tmp_path)
    plan = believing.look_at_pack(pack.path)
    assert plan.items[0].barred
    believing.apply_pack(plan, {("periods", "H1/2020")})
    assert believing.period("H1/2020").last_day == "2020-06-14"


def test_annex_of_the_same_pack_may_stand_on_its_indicators(
    believing: Context, first_pack: Path
) -> None:
    """Checked together; without the indicator the annex cannot be applied."""
    plan = believing.look_at_pack(first_pack)
    without = plan.proposed() - {("indicators", "tinh.json")}
    with pytest.raises(UserError) as caught:
        believing.apply_pack(plan, without)
    assert caught.value.code == "bad_pack"
    assert "tinh_cuoc" in caught.value.message
    assert packs(believing) == []
    assert ANNEX["code"] not in annex_tables()


def test_pack_whose_files_cannot_be_written_leaves_nothing(
    believing: Context, first_pack: Path
) -> None:
    """Rows and files are one: where the folder refuses, the rows go again."""
    believing.paths.indicators.write_text("not a folder")
    before = state(believing)
    plan = believing.look_at_pack(first_pack)
    with pytest.raises(UserError):
        believing.apply_pack(plan, everything(plan))
    assert state(believing) == before
    assert [one.in_force for one in packs(believing)] == [False]
    assert not list(believing.paths.annexes.glob("*.json"))
    believing.paths.indicators.unlink()
    apply(believing, first_pack)
    assert "tinh_cuoc" in catalogue()


def test_annex_that_loses_its_indicator_is_told(
    applied: Context, province: Context, tmp_path: Path
) -> None:
    """The next pack takes the indicator away and says nothing of annexes: a warning, no error."""
    other = {**INDICATORS, "indicators": []}
    files = (write_json(tmp_path / "khac.json", other),)
    plan = applied.look_at_pack(make(province, {"indicators": Choice(files=files)}, tmp_path).path)
    found = applying.issues(applied, plan, everything(plan), applied.pack_parts)
    assert [(one.severity, one.place.file) for one in found] == [(Severity.WARNING, "bieu.json")]
    applied.apply_pack(plan, everything(plan))
    assert "tinh_cuoc" not in catalogue()
    assert "bieu_tinh" not in annex_tables()
