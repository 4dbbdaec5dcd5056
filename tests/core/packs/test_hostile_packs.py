"""What is no pack, not ours, changed, too new or hostile: a clear sentence, and nothing changes."""

from __future__ import annotations

import copy
import json
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from danvan_desktop.bundles.message import read_message
from danvan_desktop.bundles.packs import making
from danvan_desktop.bundles.packs.making import Choice, Draft, draft, write_pack
from danvan_desktop.bundles.packs.reading import read_pack
from danvan_desktop.bundles.packs.shelf import packs
from danvan_desktop.context import Context
from danvan_desktop.errors import UserError
from danvan_desktop.organisation.pack_files import MAX_FILE
from danvan_desktop.organisation.pack_parts import Brought
from danvan_desktop.signing.issuing import make_office_key
from danvan_desktop.signing.trust import TrustList
from tests.core.bundles.tampering import refuse_every_change, refuse_every_rebuilt
from tests.core.packs.kit import (
    ANNEX,
    INDICATORS,
    PERIOD,
    UNITS,
    body,
    everything,
    make,
    sign,
    state,
    template,
    unit,
)

Body = dict[str, Any]
ROW = unit(*UNITS[1])


def parts(**given: Any) -> Body:
    """Describe a pack with these parts."""
    return body(parts=given)


def deep(levels: int) -> Any:
    """Nest a list."""
    value: Any = 0
    for _level in range(levels):
        value = [value]
    return value


def file(name: str, data: Any = INDICATORS) -> Body:
    """Describe a pack with one file of indicators."""
    return parts(indicators=[{"name": name, "data": data}])


def changed_template(**changes: Any) -> Body:
    """Describe a pack with one template, changed."""
    return parts(templates=[{**template(), **changes}])


def changed_indicator(**changes: Any) -> Body:
    """Describe a pack with one indicator, changed."""
    one = {**INDICATORS["indicators"][0], **changes}
    return file("x.json", {**INDICATORS, "indicators": [one]})


SECTION = {"code": "a", "heading": "A", "level": 1}
BOMB = "{% for a in (1..9999) %}" * 4 + "x" + "{% endfor %}" * 4

HOSTILE: dict[str, Body] = {
    "form is no number": body(form="1"),
    "number is no number": body(number="2"),
    "number below one": body(number=0),
    "number is true": body(number=True),
    "epoch": body(epoch="tomorrow"),
    "for is a text": body(**{"for": "TN-DMC-BDV"}),
    "note too long": body(note="a" * 10_000),
    "no parts": body(parts={}),
    "parts are a list": body(parts=[]),
    "unknown part": parts(keys=[]),
    "part is no list": parts(units={}),
    "half a letter": body(note="\ud800"),
    "infinity": file("x.json", {**INDICATORS, "x": 1e999}),
    "unit is a text": parts(units=["TN"]),
    "unit without name": parts(units=[{**ROW, "ten": ""}]),
    "unit of an unknown level": parts(units=[{**ROW, "cap": "Z"}]),
    "unit with a foreign field": parts(units=[{**ROW, "owner": "x"}]),
    "unit with a number": parts(units=[{**ROW, "ten": 5}]),
    "unit twice": parts(units=[ROW, ROW]),
    "unit of a bad day": parts(units=[{**ROW, "tu_ngay": "2020-02-30"}]),
    "unit of a week": parts(units=[{**ROW, "tu_ngay": "2020-W01-1"}]),
    "unit with a long name": parts(units=[{**ROW, "ten": "a" * 999}]),
    "period without code": parts(periods=[{**PERIOD, "ma": ""}]),
    "period of no kind": parts(periods=[{**PERIOD, "ma": "../../x"}]),
    "period that closes": parts(periods=[{**PERIOD, "trang_thai": "khoa"}]),
    "parent folder": file("../x.json"),
    "absolute": file("/etc/x.json"),
    "drive": file("c:\\x.json"),
    "device": file("con.json"),
    "capital": file("X.json"),
    "no ending": file("x"),
    "dot": file(".json"),
    "no object": file("x.json", []),
    "file twice": parts(indicators=[{"name": "x.json", "data": {}}] * 2),
    "huge file": file("x.json", {"indicators": [], "x": "a" * MAX_FILE}),
    "too many files": parts(indicators=[{}] * 201),
    "deep file": file("x.json", {"indicators": [], "x": deep(100)}),
    "certificate is a text": parts(certificates=["x"]),
    "certificate is none": parts(certificates=[{"pem": "x"}]),
    "template without sections": changed_template(sections=None),
    "template of a bad code": changed_template(code="../x"),
    "template with a long text": changed_template(title="a" * 300_000),
    "template nested deeply": changed_template(keeps={"x": deep(60)}),
    "templates are too many": parts(templates=[{}] * 101),
}  # fmt: skip
"""Bodies that the province's own key signed and that are still refused before anything."""

UNFIT: dict[str, Body] = {
    "indicator of an unknown register": file("x.json", {"register": "x", "indicators": [{}]}),
    "indicator of ours": changed_indicator(code="doi_thoai_cuoc"),
    "indicator of no kind": changed_indicator(kind="x"),
    "indicator with a wrong list": file("x.json", {**INDICATORS, "funnels": 5}),
    "annex of nothing": parts(annexes=[{"name": "b.json", "data": ANNEX}]),
    "annex of ours": parts(annexes=[{"name": "b.json", "data": {**ANNEX, "code": "doi_thoai"}}]),
    "template that explodes": changed_template(sections=[{**SECTION, "text": BOMB}]),
    "template that is cut": changed_template(sections=[{**SECTION, "text": "{% if x"}]),
    "template of an unknown figure": changed_template(sections=[
        {**SECTION, "text": "{{ 'khong_co' | so }}"}
    ]),
    "unit below nothing": parts(units=[{**ROW, "nhap_vao": "TN-XX"}]),
    "unit split from itself": parts(units=[{**ROW, "tach_tu": ROW["ma"]}]),
    "period that ends before it begins": parts(periods=[{**PERIOD, "den_ngay": "2031-01-01"}]),
}  # fmt: skip
"""Bodies that can be looked at, and say in the plan why they cannot be applied."""


@pytest.fixture
def trust(believing: Context) -> TrustList:
    """Return whose packs the office takes."""
    return believing.superiors()


def test_hostile_bodies_are_refused_in_words(
    believing: Context, province: Context, tmp_path: Path
) -> None:
    """One sentence with what is safe and what to do; no row, no file."""
    before, key = state(believing), province.office_key()
    told: dict[str, UserError] = {}
    for what, said in HOSTILE.items():
        try:
            path = sign(province, tmp_path / "x.asice", said, key)
        except UnicodeEncodeError:
            assert what == "half a letter"  # not even a hostile province can write this
            continue
        try:
            believing.look_at_pack(path)
        except UserError as error:
            told[what] = error
    assert set(HOSTILE) - set(told) == {"half a letter"}
    for refusal in told.values():
        assert refusal.remedy
        assert refusal.message.startswith(("Không nhận gói", "Gói có phần")), refusal.message
    assert state(believing) == before


def test_unfit_content_is_told_in_the_plan(
    believing: Context, province: Context, tmp_path: Path
) -> None:
    """The plan opens, applying is refused with the reason, and nothing changes."""
    before, told, key = state(believing), {}, province.office_key()
    for number, (what, said) in enumerate(UNFIT.items(), start=1):
        path = sign(province, tmp_path / f"{number}.asice", {**said, "number": number}, key)
        plan = believing.look_at_pack(path)
        try:
            believing.apply_pack(plan, everything(plan))
        except UserError as error:
            told[what] = error.code
    assert told == dict.fromkeys(UNFIT, "bad_pack")
    assert state(believing) == before
    assert packs(believing) == []


def test_office_key_cannot_come_in_a_pack(
    believing: Context, province: Context, tmp_path: Path
) -> None:
    """A key of an office is introduced by letter and telephone only."""
    key = make_office_key(
        tmp_path / "k", office_code="X", office_name="X", now=datetime.fromisoformat(
            province.clock.now()
        ),
    )  # fmt: skip
    path = sign(province, tmp_path / "x.asice", parts(certificates=[{"pem": key.certificate_pem}]))
    with pytest.raises(UserError, match="không đi bằng gói"):
        believing.look_at_pack(path)


def test_newer_pack_asks_for_a_newer_program(
    believing: Context, province: Context, tmp_path: Path
) -> None:
    """A form that this program does not know, or an entry that only a later one understands."""
    later = {**parts(units=[{**ROW, "dien_tich": "5"}]), "program": "99.0"}
    for number, said in enumerate((body(form=2), later)):
        with pytest.raises(UserError) as caught:
            believing.look_at_pack(sign(province, tmp_path / f"{number}.asice", said))
        assert caught.value.code == "newer_program"
        assert "Cập nhật" in caught.value.remedy


def test_pack_of_strangers_and_for_others_is_refused(
    believing: Context, province: Context, tmp_path: Path
) -> None:
    """Neither an unknown signer, nor another office's pack, nor another kind of message."""
    own = sign(province, tmp_path / "a.asice", body())
    with pytest.raises(UserError) as stranger:
        read_pack(believing, own, TrustList(), believing.pack_parts)
    assert stranger.value.code == "unknown_province"
    other = sign(province, tmp_path / "b.asice", body(**{"for": ["TN-TB-BDV"]}))
    with pytest.raises(UserError) as others:
        believing.look_at_pack(other)
    assert others.value.code == "other_office"
    mine = sign(province, tmp_path / "c.asice", body(**{"for": ["TN-TB-BDV", "TN-DMC-BDV"]}))
    assert believing.look_at_pack(mine).can_apply


def test_every_flipped_byte_and_every_cut_is_refused(
    believing: Context, province: Context, trust: TrustList, tmp_path: Path
) -> None:
    """No byte of a pack may be changed, taken away or added, in the archive or inside it."""
    path = sign(province, tmp_path / "a.asice", body())
    now = datetime.fromisoformat(believing.clock.now())

    def read(changed: Path) -> object:
        return read_message(changed, trust, now=now)

    refuse_every_change(path, read, tmp_path / "x.asice")
    refuse_every_rebuilt(path, read, tmp_path / "x.asice", step=29)


def test_archive_tricks_are_refused(believing: Context, province: Context, tmp_path: Path) -> None:
    """Another name, one file more, a compressed one: a pack has one form only."""
    path = sign(province, tmp_path / "a.asice", body())
    before = state(believing)
    with zipfile.ZipFile(path) as archive:
        contents = {one.filename: archive.read(one) for one in archive.infolist()}
    for name, packing in (("../x.json", 0), ("CON", 0), ("x", 8)):
        other = tmp_path / "x.asice"
        with zipfile.ZipFile(other, "w", packing) as archive:
            for known, content in contents.items():
                archive.writestr(known, content)
            archive.writestr(name, b"x" * 100)
        with pytest.raises(UserError):
            believing.look_at_pack(other)
    assert state(believing) == before


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)
GOOD = {
    "units": [ROW],
    "periods": [PERIOD],
    "indicators": [{"name": "x.json", "data": INDICATORS}],
    "annexes": [{"name": "b.json", "data": ANNEX}],
    "templates": [template()],
}


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_value_anywhere_is_refused_or_told(believing: Context, data: st.DataObject) -> None:
    """Whatever stands in place of any value: a ValueError in words, or a plan with its issues."""
    key = data.draw(st.sampled_from(sorted(GOOD)))
    entries: Any = copy.deepcopy(GOOD[key])
    at: Any = entries
    while isinstance(at, (dict, list)) and at:
        place = data.draw(st.sampled_from(sorted(at) if isinstance(at, dict) else range(len(at))))
        inner = at[place]
        if not isinstance(inner, (dict, list)) or not inner or data.draw(st.booleans()):
            at[place] = data.draw(JSON)
            break
        at = inner
    part = next(one for one in believing.pack_parts if one.key == key)
    try:
        read = part.read(json.loads(json.dumps(entries)))
    except (ValueError, TypeError, KeyError, AttributeError):
        return
    accepted = frozenset(one.key for one in part.compare(believing, read, Brought()))
    part.issues(believing, read, accepted, Brought())


def test_office_makes_no_pack(office: Context, tmp_path: Path) -> None:
    """Only who receives bundles sends packs."""
    wanted = Draft(entries={"periods": (PERIOD,)}, counts={"periods": 1})
    with pytest.raises(UserError) as caught:
        write_pack(office, wanted, tmp_path, office.office_key(), office.pack_parts)
    assert caught.value.code == "no_receiver"


def test_province_cannot_send_what_nobody_could_use(province: Context, tmp_path: Path) -> None:
    """The maker checks as the receiver would, and says which part is wrong."""
    for number, (part, content) in enumerate(
        (
            ("indicators", "{"),
            ("indicators", json.dumps({"indicators": [{"code": "x"}]})),
            ("annexes", json.dumps(ANNEX)),
            ("certificates", "x"),
            ("templates", "{}"),
        )
    ):
        path = tmp_path / f"{number}.json"
        path.write_text(content)
        with pytest.raises(UserError):
            draft(province, {part: Choice(files=(path,))}, province.pack_parts)
    with pytest.raises(UserError) as empty:
        draft(province, {}, province.pack_parts)
    assert empty.value.code == "empty_pack"


def test_pack_that_no_office_would_read_is_not_left_behind(
    province: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More than a message may hold is refused, and the file is gone."""
    monkeypatch.setattr(making, "MAX_SIZE", 1_000)
    with pytest.raises(UserError) as caught:
        make(province, {"periods": Choice(keys=frozenset({"H1/2020"}))}, tmp_path)
    assert caught.value.code == "too_large"
    assert list(tmp_path.glob("*.asice")) == []
