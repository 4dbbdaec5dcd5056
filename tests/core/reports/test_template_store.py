"""The office's own templates: versions, what replaces what, files between offices."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from danvan_desktop.context import Context
from danvan_desktop.errors import UserError
from danvan_desktop.registers.mau_van_ban import PACK
from danvan_desktop.reports import template_files as files, template_store as store
from danvan_desktop.reports.building import build_report
from danvan_desktop.reports.drafts import start_report
from danvan_desktop.reports.template_changes import differences
from danvan_desktop.reports.templates import HALF_YEAR, template_for, templates


def changed(data: Any, heading: str) -> dict[str, Any]:
    """Give a template's data with another heading in its first section."""
    sections = [dict(one) for one in data["sections"]]
    sections[0]["heading"] = heading
    return {**data, "sections": sections}


def test_change_becomes_the_next_version(office: Context) -> None:
    """What the office changes serves from then on; the program's version stays."""
    before = store.in_use(office)[HALF_YEAR]
    saved = store.save_version(office, changed(before.data, "Phần đầu"), note="Thử")
    assert saved.version == before.version + 1
    assert template_for(HALF_YEAR, books=office).version == saved.version
    assert template_for(HALF_YEAR, before.version, books=office) == before.template
    assert template_for(HALF_YEAR).version == before.version
    assert [one.origin for one in store.versions_of(office, HALF_YEAR)][:2] == [
        "co_quan",
        "chuong_trinh",
    ]


def test_old_papers_keep_their_own_version(office: Context) -> None:
    """A paper that was started before a change is built with the template of then."""
    record = start_report(office, "H1/2020")
    version = record.values["mau_ban"]
    data = store.in_use(office)[HALF_YEAR].data
    store.save_version(office, {**changed(data, "Khác"), "annexes": []})
    _document, issues = build_report(office, record)
    # In an office without records all but the list of models are missed; today's would have none.
    annexes = len(template_for(HALF_YEAR, version).annexes) - 1
    assert any(f"{annexes} phụ lục chưa có số liệu" in one.message for one in issues)


def test_saving_is_one_step_that_can_be_undone(office: Context) -> None:
    """Undo takes a new version back; the earlier one serves again."""
    before = store.in_use(office)[HALF_YEAR]
    store.save_version(office, changed(before.data, "Phần đầu"))
    office.undo()
    assert store.in_use(office)[HALF_YEAR] == before


def test_earlier_version_can_be_taken_back(office: Context) -> None:
    """Restoring makes a new version with the old content, so that nothing is lost."""
    first = store.in_use(office)[HALF_YEAR]
    store.save_version(office, changed(first.data, "Phần đầu"))
    again = store.restore_version(office, HALF_YEAR, first.version)
    assert again.version == first.version + 2
    assert not differences(first.data, again.data)


def test_retired_copy_gives_way_to_the_program(office: Context) -> None:
    """When the office stops using its own, the program's version serves; papers still build."""
    first = store.in_use(office)[HALF_YEAR]
    own = store.save_version(office, changed(first.data, "Phần đầu"))
    store.retire(office, HALF_YEAR)
    assert store.in_use(office)[HALF_YEAR].version == first.version
    assert template_for(HALF_YEAR, own.version, books=office).version == own.version
    store.revive(office, HALF_YEAR)
    assert store.in_use(office)[HALF_YEAR].version == own.version


def test_copy_is_another_kind_of_paper(office: Context) -> None:
    """A duplicate has its own code and name, and starts papers without any code."""
    data = store.in_use(office)[HALF_YEAR].data
    copy = store.duplicate(office, data, "Báo cáo chuyên đề tôn giáo")
    assert copy.code == "cq_bao_cao_chuyen_de_ton_giao"
    assert store.free_code(office, "Báo cáo chuyên đề tôn giáo").endswith("_2")
    assert templates(office)[copy.code].name == "Báo cáo chuyên đề tôn giáo"
    record = start_report(office, "H1/2020", copy.code)
    assert record.values["mau"] == copy.code


def test_damaged_template_is_refused_in_words(office: Context) -> None:
    """What cannot be a template is not stored."""
    with pytest.raises(UserError, match="không dùng được"):
        store.save_version(office, {"code": "x", "name": "Hỏng"})
    assert office.all_of(store.REGISTER) == []


def test_file_carries_templates_to_another_office(office: Context, tmp_path: Path) -> None:
    """A file is read back as it was written, with what it would change."""
    data = changed(store.in_use(office)[HALF_YEAR].data, "Phần đầu")
    path = files.write_templates(tmp_path / "mau", [data])
    assert path.suffix == ".dvmau"
    (offer,) = files.offers(office, files.read_templates(path))
    assert [one.what for one in offer.changes] == ["đổi tiêu đề"]
    assert not offer.same
    (taken,) = files.accept(office, [offer], origin=PACK)
    assert taken.origin == PACK
    (again,) = files.offers(office, files.read_templates(path))
    assert again.same
    assert files.accept(office, [again]) == []


def test_new_template_of_a_file_is_offered_as_new(office: Context) -> None:
    """A code that the office does not know comes as a new template."""
    data = {**store.in_use(office)[HALF_YEAR].data, "code": "mau_tinh", "name": "Mẫu của tỉnh"}
    (offer,) = files.offers(office, files.unpacked(files.packed([data]), "a.dvmau"))
    assert offer.present is None
    files.accept(office, [offer])
    assert "mau_tinh" in templates(office)


def _file(**more: Any) -> bytes:
    template = {"code": "a", "name": "A", "kind": "BC", "title": "t", "sections": [], **more}
    return files.packed([template])


@pytest.mark.parametrize(
    ("raw", "word"),
    [
        (b"", "không phải là tệp mẫu"),
        (b"\xff\xfe\x00", "không phải là tệp mẫu"),
        (b"[1, 2]", "không phải là tệp mẫu"),
        (b'{"mark": "danvan-mau", "form": 99}', "bản chương trình mới hơn"),
        (b'{"mark": "danvan-mau", "form": 1, "templates": []}', "không có mẫu nào"),
        (b'{"mark": "danvan-mau", "form": 1, "templates": [{}], "sha256": "0"}', "nguyên vẹn"),
        (b"[" * 100_000, "lồng quá sâu"),
        (b'{"mark": NaN}', "không phải là tệp mẫu"),
        (b"x" * (files.MAX_BYTES + 1), "quá lớn"),
        (_file(sections="x"), "không có mục nào"),
        (_file(sections=[5]), "bị hỏng"),
        (_file(sections=[{"code": "a", "heading": "b", "level": "9"}]), "không phải là số"),
        (_file(sections=[{"code": "a", "heading": "b", "level": 9}]), "bậc 9"),
        (_file(sections=[{"code": "a", "heading": ["b"], "level": 1}]), "không đúng dạng"),
        (_file(sections=[{"code": "a", "heading": "b", "level": 1, "by_level": {"X": 5}}]), "dạng"),
        (_file(recipients="Lưu"), "không đúng dạng"),
        (_file(recipients=[{}]), "không đúng dạng"),
        (_file(code="../a"), "ký tự lạ"),
        (_file(name=" "), "thiếu mục name"),
        (_file(title="x" * 300_000), "quá dài"),
        (_file(version=True), "không phải là số"),
        (files.packed([{"code": "a"}]).replace(b'"a"', b'"b"'), "nguyên vẹn"),
    ],
)  # fmt: skip
def test_hostile_files_are_refused_in_words(raw: bytes, word: str) -> None:
    """Whatever is in the file, the answer is a sentence and nothing is written."""
    with pytest.raises(UserError) as refused:
        files.unpacked(raw, "tep.dvmau")
    assert word in refused.value.message
    assert refused.value.remedy


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)
_KEYS = st.sampled_from(
    "code name kind title sections level heading text recipients periods table style keeps".split()
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(_KEYS, _JSON, max_size=6), st.dictionaries(_KEYS, _JSON, max_size=5))
def test_any_data_in_a_file_is_read_or_refused(
    data: dict[str, Any], section: dict[str, Any]
) -> None:
    """With a right checksum, data of any shape is a template or a sentence."""
    whole = {"code": "a", "name": "A", "kind": "BC", "title": "t", "sections": [section], **data}
    try:
        raw = files.packed([whole])
    except UnicodeEncodeError:
        return
    with contextlib.suppress(UserError):
        (found,) = files.unpacked(raw, "a.dvmau")
        assert json.dumps(found)
