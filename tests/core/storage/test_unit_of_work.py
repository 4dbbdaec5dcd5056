"""The one write path: history, revisions, duplicates, undo, all in one transaction."""

from __future__ import annotations

import pytest

from danvan_desktop.context import Context
from danvan_desktop.errors import UserError
from danvan_desktop.registers import REGISTERS
from danvan_desktop.storage import undo, unit_of_work
from danvan_desktop.storage.values import Filter, ImportRow, ListQuery, Record
from tests.on_server import both_databases

MODEL = {
    "ten": "Tiếng kẻng an ninh",
    "don_vi": "TN-DMC-07",
    "linh_vuc": "QPAN",
    "doi_tuong": "tap_the",
    "ngay_dang_ky": "2020-02-01",
}


def _saved(office: Context, **changes: object) -> Record:
    result = office.save("dan_van_kheo", {**MODEL, **changes})
    assert result.record is not None, result.issues
    return result.record


def test_save_new_record_has_identity_and_revision(office: Context) -> None:
    """A new record gets a UUIDv7, the owning office, revision 1 and its author."""
    record = _saved(office)
    assert record.id[14] == "7"
    assert (record.rev, record.created_by, record.event_date) == (1, "Lê Văn C", "2020-02-01")


def test_save_changed_record_keeps_field_history(office: Context) -> None:
    """Each changed field is recorded with old and new value, newest first."""
    record = _saved(office)
    office.save("dan_van_kheo", {"ten": "Tiếng kẻng an ninh ấp 2"}, id=record.id)
    newest = office.history("dan_van_kheo", record.id)[0]
    assert (newest.field, newest.old, newest.by) == ("ten", MODEL["ten"], "Lê Văn C")
    assert office.record("dan_van_kheo", record.id).rev == 2  # type: ignore[union-attr]


def test_save_older_revision_is_refused_in_words(office: Context) -> None:
    """A form opened before somebody else's change cannot overwrite that change."""
    record = _saved(office)
    office.save("dan_van_kheo", {"ten": "Tên mới"}, id=record.id, rev=1)
    with pytest.raises(UserError, match="vừa được sửa") as refused:
        office.save("dan_van_kheo", {"ten": "Tên khác"}, id=record.id, rev=1)
    assert refused.value.code == "changed_meanwhile"


def test_save_with_errors_writes_nothing(office: Context) -> None:
    """A record that breaks a rule is returned with its Issues and not stored."""
    result = office.save("dan_van_kheo", {**MODEL, "tieu_bieu": True})
    assert not result.saved
    assert [issue.place.field for issue in result.issues] == ["tieu_bieu"]
    assert office.count(ListQuery(register="dan_van_kheo")) == 0


@both_databases
def test_save_same_event_twice_counts_once(office: Context) -> None:
    """The second row of one registration is kept and points at the first."""
    first = _saved(office, kinh_phi=5_000_000)
    second = _saved(office, ten="TIẾNG KẺNG an ninh.", kinh_phi=5_000_000)
    assert second.duplicate_of == first.id
    assert office.totals(ListQuery(register="dan_van_kheo")) == {"kinh_phi": 5_000_000}


@both_databases
def test_delete_counted_record_promotes_its_duplicate(office: Context) -> None:
    """When the counted row goes to the bin, the other row of the event counts."""
    first, second = _saved(office), _saved(office)
    office.delete("dan_van_kheo", [first.id])
    assert office.record("dan_van_kheo", second.id).duplicate_of is None  # type: ignore[union-attr]
    office.restore("dan_van_kheo", [first.id])
    assert office.record("dan_van_kheo", second.id).duplicate_of == first.id  # type: ignore[union-attr]


def test_rename_makes_duplicate_independent(office: Context) -> None:
    """A duplicate that gets a name of its own counts by itself."""
    _saved(office)
    second = _saved(office)
    office.save("dan_van_kheo", {"ten": "Mô hình khác"}, id=second.id)
    assert office.record("dan_van_kheo", second.id).duplicate_of is None  # type: ignore[union-attr]


@both_databases
def test_undo_takes_back_edit_delete_and_creation(office: Context) -> None:
    """Undo walks back through the operations by name, redo goes forward again."""
    record = _saved(office)
    office.save("dan_van_kheo", {"ten": "Tên mới"}, id=record.id)
    office.delete("dan_van_kheo", [record.id])
    assert office.undo_label() == "Xóa 1 mô hình"
    office.undo()
    assert office.count(ListQuery(register="dan_van_kheo")) == 1
    office.undo()
    assert office.record("dan_van_kheo", record.id).values["ten"] == MODEL["ten"]  # type: ignore[union-attr]
    office.undo()
    assert office.count(ListQuery(register="dan_van_kheo")) == 0
    assert office.redo_label() == "Thêm mô hình “Tiếng kẻng an ninh”"
    office.redo()
    office.redo()
    assert office.record("dan_van_kheo", record.id).values["ten"] == "Tên mới"  # type: ignore[union-attr]


def test_redo_is_gone_after_a_new_change(office: Context) -> None:
    """Once something new is written there is nothing to do again."""
    _saved(office)
    office.undo()
    _saved(office, ten="Mô hình khác")
    assert office.redo_label() is None


@both_databases
def test_failed_operation_leaves_nothing(office: Context) -> None:
    """An error inside an operation rolls the whole of it back, history included."""
    spec = REGISTERS["dan_van_kheo"]

    def break_off() -> None:
        with office.operation("Hỏng giữa chừng") as (work, _done):
            work.insert(spec, spec.complete(MODEL))
            work.update(spec, "no-such-id", {"ten": "x"})

    with pytest.raises(UserError):
        break_off()
    assert office.count(ListQuery(register="dan_van_kheo")) == 0
    assert office.undo_label() != "Hỏng giữa chừng"


@both_databases
def test_children_keep_their_ids_and_order(office: Context) -> None:
    """Tasks of a meeting keep their identity when one of them changes."""
    tasks = [
        {"noi_dung": "Hoàn chỉnh báo cáo", "nguoi": "Trần Thị B", "han": "2020-07-15"},
        {"noi_dung": "Rà soát ý kiến", "nguoi": "Vũ Thị K", "han": "2020-07-31"},
    ]
    meeting = {"ten": "Sơ kết", "loai": "so_ket", "ngay": "2020-07-07", "duoc_moi": 3, "co_mat": 3}
    record = office.save("hoi_nghi", {**meeting, "viec_giao": tasks}).record
    assert record is not None
    kept = [dict(task) for task in record.values["viec_giao"]]
    kept[1]["ngay_xong"] = "2020-07-20"
    again = office.save("hoi_nghi", {"viec_giao": kept}, id=record.id).record
    assert again is not None
    assert [task["id"] for task in again.values["viec_giao"]] == [task["id"] for task in kept]
    assert again.values["viec_giao"][1]["ngay_xong"] == "2020-07-20"


def test_continuing_model_keeps_its_code(office: Context) -> None:
    """Next year's registration of the same model is a row of its own under the same code."""
    first = _saved(office)
    next_year = _saved(office, ngay_dang_ky="2021-01-15", tinh_chat="duy_tri")
    other = _saved(office, ten="Mô hình khác", ngay_dang_ky="2021-01-15", tinh_chat="moi")
    assert next_year.values["ma"] == first.values["ma"] == "DVK-2020-001"
    assert other.values["ma"] == "DVK-2021-001"
    assert next_year.duplicate_of is None


@both_databases
def test_import_rows_is_one_operation_with_one_undo(office: Context) -> None:
    """Rows of several workbooks go in together and come out together."""
    rows = [
        ImportRow("dan_van_kheo", {**MODEL, "ten": f"Mô hình {n}"}, {"row": n}, f"print-{n}")
        for n in range(3)
    ]
    office.import_rows("Nhập 3 dòng", rows, [("a.xlsx", "digest-a")])
    assert office.known_fingerprints(["print-1", "print-9"]) == {"print-1"}
    assert office.known_files(["digest-a"]) == {"digest-a"}
    assert office.undo_label() == "Nhập 3 dòng"
    office.undo()
    assert office.count(ListQuery(register="dan_van_kheo")) == 0
    assert not office.known_fingerprints(["print-1"])
    assert not office.known_files(["digest-a"])
    office.redo()
    assert office.known_fingerprints(["print-1"]) == {"print-1"}
    assert office.known_files(["digest-a"]) == {"digest-a"}


def test_large_operation_names_its_first_records(
    office: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of more records than are named each of the register may have been touched."""
    monkeypatch.setattr(unit_of_work, "MOST_NAMED", 2)
    rows = [
        ImportRow("dan_van_kheo", {**MODEL, "ten": f"Mô hình {n}"}, {"row": n}, f"print-{n}")
        for n in range(3)
    ]
    few = office.import_rows("Nhập 2 dòng", rows[:2])
    assert (few.all_named, few.touches("dan_van_kheo", "another")) == (True, False)
    office.undo()
    many = office.import_rows("Nhập 3 dòng", rows)
    assert (len(many.ids), many.all_named) == (2, False)
    assert many.touches("dan_van_kheo", "another")
    assert not many.touches("doi_thoai", "another")
    undone = office.undo()
    assert undone is not None
    assert undone.undoes == many.operation
    assert office.count(ListQuery(register="dan_van_kheo")) == 0


@both_databases
def test_undo_in_pieces_counts_events_as_before(
    office: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bin emptied and filled by the hundred leaves the right record of an event counted."""
    monkeypatch.setattr(undo, "BATCH", 2)
    first, second, third = _saved(office), _saved(office), _saved(office)
    others = [_saved(office, ten=f"Mô hình {n}") for n in range(3)]
    office.delete("dan_van_kheo", [first.id, *(one.id for one in others), second.id])
    assert office.record("dan_van_kheo", third.id).duplicate_of is None  # type: ignore[union-attr]
    office.undo()
    counted = {r.id: r.duplicate_of for r in office.all_of("dan_van_kheo")}
    assert counted.pop(second.id) == counted.pop(third.id) == first.id
    assert set(counted.values()) == {None}
    office.redo()
    assert [(r.id, r.duplicate_of) for r in office.all_of("dan_van_kheo")] == [(third.id, None)]
    deleted = office.history("dan_van_kheo", first.id)[0]
    assert (deleted.field, deleted.old, deleted.new) == ("deleted", False, True)


@both_databases
def test_list_filters_and_sorts_in_vietnamese_order(office: Context) -> None:
    """Names sort as in a Vietnamese dictionary; filters ignore tones."""
    for name in ("Ân", "Ánh", "Ăn", "An", "Đức", "Dũng"):
        _saved(office, ten=name)
    page = office.page(ListQuery(register="dan_van_kheo", sort="ten"), 0, 10)
    assert [record.values["ten"] for record in page] == ["An", "Ánh", "Ăn", "Ân", "Dũng", "Đức"]
    query = ListQuery(register="dan_van_kheo", filters=(Filter("ten", "match", "duc"),))
    assert [record.values["ten"] for record in office.page(query, 0, 10)] == ["Đức"]


@both_databases
def test_search_finds_words_of_minutes_without_tones(office: Context) -> None:
    """What was said at a meeting is found by typing without tones (acceptance scenario 8)."""
    office.save(
        "hoi_nghi",
        {
            "ten": "Giao ban quý II",
            "loai": "giao_ban",
            "ngay": "2020-04-02",
            "duoc_moi": 2,
            "co_mat": 2,
            "phat_bieu": [{"ho_ten": "Lê Văn R", "tom_tat": "Đối thoại ở xã Đồng Tâm còn chậm."}],
        },
    )
    assert [hit.title for hit in office.search("doi thoai o xa dong tam")] == ["Giao ban quý II"]


@both_databases
def test_search_exact_accents_rank_first(office: Context) -> None:
    """A title that holds the very words typed comes before one that only folds to them."""
    _saved(office, ten="Hội phụ nữ hối hả")
    _saved(office, ten="Hòi phu nu hoi ha", ngay_dang_ky="2020-03-01")
    assert office.search("hội phụ nữ")[0].title == "Hội phụ nữ hối hả"


@both_databases
def test_draft_survives_reopening_and_is_no_record(office: Context) -> None:
    """A kept form comes back with the field that had the focus, and never counts."""
    office.keep_draft("dan_van_kheo", None, {"ten": "Đang gõ dở"}, "linh_vuc")
    (draft,) = office.drafts()
    assert (draft.values["ten"], draft.field, draft.record_id) == ("Đang gõ dở", "linh_vuc", None)
    assert office.count(ListQuery(register="dan_van_kheo")) == 0
    office.drop_draft("dan_van_kheo", None)
    assert office.drafts() == []


def test_copy_of_a_record_gets_entries_of_its_own(office: Context) -> None:
    """Saving the values of one meeting as another does not take its tasks away."""
    tasks = [{"noi_dung": "Rà soát", "nguoi": "Vũ Thị K", "han": "2020-07-31"}]
    meeting = {"ten": "Sơ kết", "loai": "so_ket", "ngay": "2020-07-07", "duoc_moi": 3, "co_mat": 3}
    first = office.save("hoi_nghi", {**meeting, "viec_giao": tasks}).record
    assert first is not None
    copy = office.save("hoi_nghi", {**first.values, "ten": "Sơ kết lần hai"}).record
    assert copy is not None
    kept = office.record("hoi_nghi", first.id)
    assert kept is not None
    assert kept.values["viec_giao"] == first.values["viec_giao"]
    assert copy.values["viec_giao"][0]["id"] != first.values["viec_giao"][0]["id"]
