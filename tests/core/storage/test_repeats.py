"""Which records count for one event: by key, and as the clerk judged."""

from __future__ import annotations

import pytest

from danvan_desktop.context import Context
from danvan_desktop.organisation.repeats import RepeatPair, count_one, repeats_in, tell_apart
from danvan_desktop.storage.repeats import Judged, decide
from danvan_desktop.storage.values import ListQuery
from tests.on_server import both_databases

TALK = {
    "don_vi": "TN-DMC-02",
    "ngay": "2020-05-14",
    "hinh_thuc": "dinh_ky",
    "so_nguoi": 45,
    "y_kien": 3,
    "tra_loi": 3,
    "chuyen": 0,
}
QUERY = ListQuery(register="doi_thoai")


@pytest.fixture
def two(office: Context) -> tuple[str, str]:
    """Store one dialogue twice: the second report is a repeat by its key."""
    ids = []
    for chair in ("Bí thư", "Bí thư Đảng ủy xã"):
        record = office.save("doi_thoai", {**TALK, "chu_tri": chair}).record
        assert record is not None
        ids.append(record.id)
    return ids[0], ids[1]


def counted(office: Context) -> dict[str, str | None]:
    """Tell for each live record which one counts for it."""
    return {r.id: r.duplicate_of for r in office.page(QUERY, 0, 20)}


def only_pair(office: Context) -> RepeatPair:
    """Read the one pair of the register."""
    (pair,) = repeats_in(office, "doi_thoai")
    return pair


@both_databases
def test_second_report_is_listed_beside_the_first(office: Context, two: tuple[str, str]) -> None:
    """A marked repeat stands in the list of pairs with the record that counts."""
    pair = only_pair(office)
    assert (pair.first.id, pair.second.id, pair.marked) == (*two, True)


def test_records_told_apart_both_count_and_are_not_asked_about_again(
    office: Context, two: tuple[str, str]
) -> None:
    """Two dialogues of one day and form may be two; undo takes the judgement back."""
    tell_apart(office, only_pair(office))
    assert counted(office) == dict.fromkeys(two)
    assert repeats_in(office, "doi_thoai", [two]) == []
    office.undo()
    assert counted(office)[two[1]] == two[0]
    office.redo()
    assert counted(office) == dict.fromkeys(two)


def test_clerk_may_count_the_later_report(office: Context, two: tuple[str, str]) -> None:
    """The kept record counts, the other stays beside it, and a third report follows."""
    count_one(office, only_pair(office), kept=two[1])
    assert counted(office) == {two[0]: two[1], two[1]: None}
    third = office.save("doi_thoai", TALK).record
    assert third is not None
    assert third.duplicate_of == two[1]


@both_databases
def test_merge_writes_the_chosen_values_into_the_record_that_counts(
    office: Context, two: tuple[str, str]
) -> None:
    """Values of both sides in one record, in one operation with one undo."""
    pair = only_pair(office)
    result = count_one(office, pair, kept=two[0], values={"chu_tri": "Bí thư Đảng ủy xã"})
    assert result.record is not None
    assert result.record.values["chu_tri"] == "Bí thư Đảng ủy xã"
    assert counted(office)[two[1]] == two[0]
    office.undo()
    before = office.record("doi_thoai", two[0])
    assert before is not None
    assert before.values["chu_tri"] == "Bí thư"


def test_merge_with_an_impossible_sum_is_refused(office: Context, two: tuple[str, str]) -> None:
    """The register's rules hold for merged values too; nothing is written."""
    result = count_one(office, only_pair(office), kept=two[0], values={"y_kien": 9})
    assert not result.saved
    assert result.issues
    record = office.record("doi_thoai", two[0])
    assert record is not None
    assert record.values["y_kien"] == 3


@both_databases
def test_alike_records_of_different_keys_count_once_when_judged_the_same(office: Context) -> None:
    """The pair need not share a key; later reports of either key follow the one that counts."""
    one = office.save("doi_thoai", TALK).record
    other = office.save("doi_thoai", {**TALK, "ngay": "2020-05-15"}).record
    assert one is not None
    assert other is not None
    (pair,) = repeats_in(office, "doi_thoai", [(one.id, other.id)])
    assert not pair.marked
    count_one(office, pair, kept=one.id)
    third = office.save("doi_thoai", {**TALK, "ngay": "2020-05-15", "so_nguoi": 1}).record
    assert third is not None
    office.delete("doi_thoai", [third.id])
    office.restore("doi_thoai", [third.id])
    assert counted(office) == {one.id: None, other.id: one.id, third.id: one.id}
    office.delete("doi_thoai", [one.id])
    assert counted(office) == {other.id: None, third.id: other.id}


def test_changing_a_field_keeps_the_judgement(office: Context, two: tuple[str, str]) -> None:
    """What was told apart stays apart when one of the two is corrected."""
    tell_apart(office, only_pair(office))
    office.save("doi_thoai", {"so_nguoi": 50}, id=two[1])
    office.save("doi_thoai", {"ngay": "2020-05-20"}, id=two[1])
    office.save("doi_thoai", {"ngay": "2020-05-14"}, id=two[1])
    assert counted(office) == dict.fromkeys(two)


@pytest.mark.parametrize(
    ("pairs", "wanted"),
    [
        ([], {"a": None, "b": "a", "c": "a", "x": None}),
        ([("a", "b", "apart")], {"a": None, "b": None, "c": "a", "x": None}),
        ([("b", "a", "same")], {"a": "b", "b": None, "c": "b", "x": None}),
        ([("a", "x", "same")], {"a": None, "b": "a", "c": "a", "x": "a"}),
        ([("x", "a", "same")], {"a": "x", "b": "x", "c": "x", "x": None}),
        (
            [("a", "b", "apart"), ("a", "c", "apart"), ("b", "c", "apart")],
            dict.fromkeys(("a", "b", "c", "x")),
        ),
        ([("a", "b", "same"), ("b", "a", "same")], None),
    ],
)
def test_decision_follows_keys_and_judgements(
    pairs: list[tuple[str, str, str]], wanted: dict[str, str | None] | None
) -> None:
    """Small families by hand: a, b, c share a key, x has another."""
    keys = {"a": "k", "b": "k", "c": "k", "x": "l"}
    found = decide(keys, [Judged(*pair) for pair in pairs])  # type: ignore[arg-type]
    assert set(found) == set(keys)
    if wanted is not None:
        assert found == wanted
