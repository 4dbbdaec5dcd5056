"""A district and its province, each in its own window on its own desktop (acceptance scenario 7).

Nothing passes between the two but files in a folder that stands for the stick, and a fingerprint
that one reads to the other.
"""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from danvan_desktop.context import Context, open_context
from danvan_desktop.organisation.first_run import Answers, office_of
from danvan_desktop.organisation.setup import read_setup
from danvan_desktop.storage.values import ListQuery
from tests.journeys.bundles import Opener, read_bundle, unseal, verify
from tests.journeys.desktop import ROOT, Desktop, running
from tests.journeys.papers import said

DATA = ROOT / "tests" / "fixtures" / "duong-minh-chau-2020"
NEWER = ROOT / "docs" / "bundle-reader" / "vectors" / "bad-newer-format.asice"
DISTRICT, PROVINCE = "Ban Dân vận Huyện ủy Dương Minh Châu", "Ban Dân vận Tỉnh ủy Tây Ninh"
THEN = "2020-07-05"
PERSON = "N.V.Kín"
REMARK = "Biên bản ghi 143 người, đề nghị đối chiếu"
UPS = (3, 5)
PERIOD = "6 tháng đầu năm 2020"


@pytest.mark.journey
def test_bundle_goes_to_the_province_and_comes_back(tmp_path: Path, pictures: Path) -> None:
    """Keys, bundle, damage, repetition, receipt, return with a pin, correction, lost bundle."""
    set_up_district(tmp_path / "huyen")
    set_up_province(tmp_path / "tinh")
    stick = tmp_path / "usb"
    stick.mkdir()
    with (
        running(tmp_path / "huyen", pictures / "huyen") as district,
        running(tmp_path / "tinh", pictures / "tinh") as province,
    ):
        for desktop in (district, province):
            desktop.find("Làm nhanh")
            desktop.fill_screen()
            choose_period(desktop, UPS[desktop is province])
        for one, other in ((province, district), (district, province)):
            introduce(one, other, stick)
        close_period(district)
        first = export_bundle(district, stick)
        take_first(province, first, tmp_path / "den")
        answer = write_answer(province, stick)
        take_again(province, first)
        see_what_came(province)
        pin(province)
        sent_back = send_back(province, stick)
        take_in(district, answer, "Đã nhận")
        take_in(district, sent_back, "Trả lại, hạn")
        mend_returned(district)
        lost = export_bundle(district, stick)
        mend_another(district)
        last = export_bundle(district, stick)
        take_change(province, last)
        take_in(district, write_answer(province, stick), "Có trong gói sau")
        take_again(province, lost)
        see_correction(province)
        for desktop in (district, province):
            assert not desktop.connections()
    judge_bundles(tmp_path, first, last)
    judge_books(tmp_path)


# ------------------------------------------------------------------------------- before
def set_up_district(folder: Path) -> None:
    """Give the district its office, its communes and half a year of dialogues."""
    with opened(folder) as context:
        context.set_up(read_setup(DATA / "office.json", DATA / "units.csv"))
        for number in range(1, 12):
            context.save("doi_thoai", dialogue(number))


def set_up_province(folder: Path) -> None:
    """Give the province its office and the periods of those years."""
    answers = Answers(
        kind="tinh",
        body="Tỉnh ủy",
        territory="tỉnh",
        place="Tây Ninh",
        province="Tây Ninh",
        head="Nguyễn Thị M",
        term=("2020-2025", "2020-01-01", "2025-12-31"),
    )
    with opened(folder) as context:
        context.set_up(office_of(answers, today=THEN))


def dialogue(number: int) -> dict[str, Any]:
    """Describe what a commune reports, with an opinion of somebody whose name stays at home."""
    opinion = {"nguoi_neu": PERSON, "noi_dung": f"Đường ấp {number} hư hỏng", "xu_ly": "tai_cho"}
    return {
        "don_vi": f"TN-DMC-{number:02d}",
        "ngay": f"2020-03-{number:02d}",
        "hinh_thuc": "dinh_ky",
        "ten": f"Đối thoại về đường ấp {number}",
        "so_nguoi": 40 + number,
        "y_kien_chi_tiet": [opinion],
    }


@contextmanager
def opened(folder: Path) -> Iterator[Context]:
    """Open the data folder as long as no window has it."""
    context = open_context(folder)
    try:
        yield context
    finally:
        context.close()


# ------------------------------------------------------------------------------- by hand
def choose_period(desktop: Desktop, downs: int) -> None:
    """Take the first half of 2020 at the top of the window."""
    desktop.click("Kỳ: ", role="push button")
    desktop.settle()
    desktop.key(*["Up"] * downs, "Return")
    desktop.find(f"Kỳ: {PERIOD}", role="push button")


def introduce(one: Desktop, other: Desktop, stick: Path) -> None:
    """One writes its letter; the other compares the fingerprint and believes it."""
    one.click("Gửi – nhận", role="check box")
    one.click("Khóa…", role="push button", whole=True)
    one.click("Ghi giấy giới thiệu khóa…", role="push button")
    one.choose_file(stick)
    one.find("Đã ghi ")
    told = one.find("Vân tay khóa", role="text").text
    one.picture("van-tay")
    one.click("Đóng", role="push button", whole=True, nth=-1)
    one.click("Đóng", role="push button", whole=True)
    one.alone()
    (letter,) = stick.glob("*gioi-thieu-khoa*")
    other.click("Gửi – nhận", role="check box")
    other.drop(letter, onto=other.find("Nhật ký gửi – nhận", role="table"))
    shown = other.find("Vân tay khóa: ", role="label").name
    assert groups(shown) == groups(told.partition("so:")[2])
    assert not other.can("Tin khóa này")
    other.picture("so-van-tay")
    other.click("Đã gọi điện cho nơi gửi", role="check box")
    other.click("Tin khóa này", role="push button")
    other.find("Từ nay tin khóa của")
    other.alone()
    letter.unlink()


def groups(text: str) -> list[str]:
    """Pick the groups of four hexadecimal digits that are read over the telephone."""
    return re.findall(r"\b[0-9A-F]{4}\b", text)


def close_period(desktop: Desktop) -> None:
    """Answer the reminders and close the half-year."""
    desktop.click("Số liệu", role="check box")
    desktop.click("Khóa kỳ…", role="push button")
    desktop.click("Chọn mọi lời nhắc", role="push button")
    desktop.click("Ghi lý do cho 2 lời nhắc…", role="push button")
    desktop.click("Lý do", role="text", whole=True)
    desktop.write("đã đối chiếu với các xã")
    desktop.click("Lưu lý do", role="push button")
    desktop.find("Khóa được kỳ", role="label")
    desktop.picture("khoa-ky")
    desktop.click("Khóa kỳ", role="push button", whole=True)
    desktop.find(f"Khóa kỳ {PERIOD}?", role="label")
    desktop.click("Khóa kỳ", role="push button", whole=True, nth=-1)
    desktop.find("Sổ vẫn đúng như lúc khóa.")
    desktop.picture("da-khoa")


def export_bundle(desktop: Desktop, stick: Path) -> Path:
    """Export what the province does not have yet, copy it to the stick; returns that copy."""
    before = set(stick.iterdir())
    desktop.click("Gửi – nhận", role="check box")
    desktop.find("Bước 2 trên 5: Ký báo cáo", role="filler")
    desktop.click("Xuất gói mới", role="push button")
    desktop.find(f"Mã hóa cho {PROVINCE}", role="label")
    desktop.picture("xuat-goi")
    desktop.click("Xuất gói", role="push button", whole=True)
    desktop.alone()
    desktop.find("Chờ biên nhận", role="table cell")
    desktop.find("Chưa chép ra USB", role="label")
    desktop.click("Chép ra USB", role="push button", whole=True)
    desktop.choose_file(stick)
    desktop.find("Bản chép giống hệt bản gốc", role="label")
    desktop.picture("da-chep")
    (copy,) = set(stick.iterdir()) - before
    return copy


def take_first(desktop: Desktop, bundle: Path, folder: Path) -> None:
    """Drop a folder on the province: the bundle is taken, its damaged copy is set aside."""
    folder.mkdir()
    shutil.copyfile(bundle, folder / bundle.name)
    data = bytearray(bundle.read_bytes())
    data[len(data) // 2] ^= 1
    (folder / f"hong-{bundle.name}").write_bytes(data)
    shutil.copyfile(NEWER, folder / "moi-hon.asice")
    (folder / "thu.txt").write_text("Kính gửi", "utf-8")
    desktop.click("Nhận gói", role="check box")
    desktop.drop(folder, onto=desktop.find("Thả gói, thư mục hoặc USB vào đây", role="label"))
    desktop.find("1 gói đã nhận · 2 tệp bị từ chối, đã cách ly · 1 tệp khác bỏ qua", role="label")
    desktop.picture("nhan-goi")
    desktop.click(bundle.name, role="table cell", whole=True)
    desktop.find("Đã nhận toàn bộ số liệu của cơ quan.", role="label")
    desktop.picture("goi-tot")
    desktop.click(f"hong-{bundle.name}", role="table cell", whole=True)
    desktop.find("phong bì mã hóa bị hỏng, bị cắt hoặc đã bị sửa", role="label")
    desktop.find("cach_ly", role="label")
    desktop.picture("goi-hong")
    desktop.click("moi-hon.asice", role="table cell", whole=True)
    desktop.find("Cập nhật phần mềm rồi mở lại gói.", role="label")


def take_again(desktop: Desktop, bundle: Path) -> None:
    """Drop a bundle that brings nothing new, since it, or a newer one, was taken: all stays."""
    desktop.drop(bundle, onto=desktop.find("Gói vừa nhận", role="table"))
    desktop.find("Đã có", role="table cell", whole=True)
    desktop.picture("goi-da-co")


def see_what_came(desktop: Desktop) -> None:
    """See who sent what, and the figures of all offices together."""
    desktop.click("Ai đã gửi gì", role="page tab")
    desktop.find("Muộn", role="table cell")
    desktop.find("Đã nhận, muộn so với hạn 20/6/2020.", role="label")
    desktop.picture("ai-gui-gi")
    see_people(desktop, "506")


def see_people(desktop: Desktop, number: str) -> None:
    """Look up how many people came to dialogues, over all offices."""
    desktop.click("Số liệu", role="check box")
    desktop.fill("Tìm chỉ tiêu", "luot nguoi du")
    desktop.find(number, role="table cell", whole=True)
    desktop.picture("so-lieu")


def write_answer(desktop: Desktop, stick: Path) -> Path:
    """Write the receipt of what was taken."""
    before = set(stick.iterdir())
    desktop.click("Nhận gói", role="check box")
    desktop.click("Gói vừa nhận", role="page tab")
    desktop.click("Ghi biên nhận ra USB", role="push button")
    desktop.choose_file(stick)
    desktop.find("Đã ghi 1 biên nhận")
    (answer,) = set(stick.iterdir()) - before
    return answer


def pin(desktop: Desktop) -> None:
    """Open a record of the district, which is for reading, and pin a remark to a field."""
    desktop.click("Đối thoại", role="check box", whole=True)
    cell = desktop.find("03/3/2020", role="table cell", whole=True)
    desktop.click_at(*cell.middle, double=True)
    desktop.find(f"Hồ sơ do {DISTRICT} gửi", role="label")
    assert not desktop.shows(PERSON)
    desktop.picture("ho-so-cua-huyen")
    desktop.click("Ghim để gửi trả…", role="push button")
    desktop.find("Ghim để gửi trả", role="dialog")
    desktop.click("Cả hồ sơ", role="combo box")
    desktop.click("Số người dự", role="list item")
    desktop.click("Nhận xét", role="text")
    desktop.write(REMARK)
    desktop.picture("ghim")
    desktop.click("Ghim", role="push button", whole=True)
    desktop.alone()


def send_back(desktop: Desktop, stick: Path) -> Path:
    """Write the return with its deadline."""
    desktop.click("Nhận gói", role="check box")
    desktop.click("Gửi trả", role="page tab")
    desktop.find(REMARK, role="table cell")
    desktop.click("Ghi phiếu trả lại…", role="push button")
    desktop.picture("han-sua")
    desktop.click("Ghi phiếu", role="push button", whole=True)
    before = set(stick.iterdir())
    desktop.choose_file(stick)
    desktop.find("Đã ghi 1 phiếu trả lại")
    desktop.picture("gui-tra")
    (written,) = set(stick.iterdir()) - before
    return written


def take_in(desktop: Desktop, file: Path, badge: str) -> None:
    """Drop what came back on the page; the newest bundle says what it means."""
    desktop.click("Gửi – nhận", role="check box")
    desktop.drop(file, onto=desktop.find("Nhật ký gửi – nhận", role="table"))
    desktop.find(badge, role="table cell")
    desktop.find("Cấp trên đã nhận", role="label")
    desktop.picture("da-nap")


def mend_returned(desktop: Desktop) -> None:
    """Open the pin from the list of work: the form stands at the field, with the remark above."""
    desktop.click("Việc cần làm", role="check box")
    desktop.click(f"Gửi trả: {REMARK}", role="list item")
    desktop.key("Return")
    at_field(desktop, "Số người dự")
    desktop.find(f"Gửi trả, ô “Số người dự”: {REMARK} · Kỳ {PERIOD} đã khóa.", role="label")
    desktop.picture("ghim")
    desktop.click("Sửa và ghi lý do…", role="push button")
    asked = desktop.find("Vì sao sửa hồ sơ của kỳ đã khóa?", role="text")
    assert REMARK in asked.text
    desktop.key("Return")
    desktop.alone()
    at_field(desktop, "Số người dự")
    correct(desktop, "143", "Gửi trả, ô “Số người dự”")
    desktop.click("Việc cần làm", role="check box")
    desktop.find("Không còn việc nào chờ", role="label")


def mend_another(desktop: Desktop) -> None:
    """Correct another record of the closed period, with a reason."""
    desktop.click("Đối thoại", role="check box", whole=True)
    cell = desktop.find("05/3/2020", role="table cell", whole=True)
    desktop.click_at(*cell.middle, double=True)
    desktop.click("Sửa và ghi lý do…", role="push button")
    desktop.find("Vì sao sửa hồ sơ của kỳ đã khóa?", role="text")
    desktop.write("ghi sót")
    desktop.click("Sửa", role="push button", whole=True)
    desktop.alone()
    desktop.click("Số người dự, bắt buộc", role="text")
    at_field(desktop, "Số người dự")
    correct(desktop, "60", "ghi sót")


def correct(desktop: Desktop, people: str, why: str) -> None:
    """Type how many people there were, and save under the reason."""
    desktop.key("ctrl+a")
    desktop.write(people)
    desktop.wait(lambda: desktop.find("Số người dự", role="text").text == people, people)
    desktop.key("ctrl+s")
    desktop.find(f"hoàn tác “Sửa hồ sơ kỳ đã khóa: {why}", role="label")
    desktop.picture("da-sua")


def at_field(desktop: Desktop, name: str) -> None:
    """Wait until the keyboard is in a field of the form."""
    desktop.wait(
        lambda: any(name in e.name and "FOCUSED" in e.states for e in desktop.elements()), name
    )


def take_change(desktop: Desktop, bundle: Path) -> None:
    """The corrected bundle brings what changed since the receipt, with the lost one's change."""
    desktop.click("Nhận gói", role="check box")
    desktop.click("Gói vừa nhận", role="page tab")
    desktop.drop(bundle, onto=desktop.find("Gói vừa nhận", role="table"))
    desktop.find("Đã nhận phần thay đổi.", role="label")
    desktop.find("2 cuộc đối thoại", role="label")
    desktop.find("Khác bản đã nhận trước", role="label")
    desktop.find("43 → 143", role="label")
    desktop.find("45 → 60", role="label")
    desktop.picture("phan-thay-doi")


def see_correction(desktop: Desktop) -> None:
    """The pin is settled and accepted; the record and the figure are the corrected ones."""
    desktop.click("Gửi trả", role="page tab")
    desktop.find("Đã sửa", role="table cell", whole=True)
    desktop.picture("ghim-da-sua")
    desktop.click("Chấp nhận", role="push button", whole=True)
    desktop.find("Đã xong", role="table cell", whole=True)
    desktop.picture("ghim-da-xong")
    desktop.click("Đối thoại", role="check box", whole=True)
    cell = desktop.find("03/3/2020", role="table cell", whole=True)
    desktop.click_at(*cell.middle, double=True)
    desktop.wait(lambda: desktop.find("Số người dự", role="text").text == "143", "143")
    desktop.picture("ho-so-da-sua")
    see_people(desktop, "621")


# ------------------------------------------------------------------- by other people's tools
def judge_bundles(folder: Path, *bundles: Path) -> None:
    """Let openssl and the second reader accept what was sent, and find no name in it."""
    office, opener = folder / "co-quan.pem", Opener(folder / "khoa.pem", folder / "noi-nhan.pem")
    with opened(folder / "huyen") as context:
        office.write_text(context.office_key().certificate_pem, "utf-8")
    with opened(folder / "tinh") as context:
        key = context.receiving_key()
        opener.certificate.write_text(key.certificate_pem, "utf-8")
        der = folder / "khoa.der"
        der.write_bytes(key.private_key_der)
        said("openssl", "pkey", "-inform", "DER", "-in", str(der), "-out", str(opener.key))
    for number, bundle in enumerate(bundles):
        plain = unseal(bundle, opener, folder / f"{number}.asice")
        verify(plain, folder, office)
        with zipfile.ZipFile(plain) as container:
            inside = b"".join(container.read(name) for name in container.namelist())
        assert "Đường ấp 3 hư hỏng".encode() in inside or number
        assert PERSON.encode() not in inside
        assert read_bundle(bundle, office, opener)["office"]["name"] == DISTRICT


def judge_books(folder: Path) -> None:
    """Both sides hold the same dialogues, but for the names that stay at home."""
    held = []
    for name in ("huyen", "tinh"):
        with opened(folder / name) as context:
            page = context.page(ListQuery(register="doi_thoai"), 0, 100)
            whole = [context.record("doi_thoai", one.id) for one in page]
            held.append({one.id: without_names(one.values) for one in whole if one is not None})
    assert len(held[0]) == 11
    assert held[0] == held[1]
    assert sum(one["so_nguoi"] for one in held[1].values()) == 506 + 100 + 15


def without_names(values: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what is personal in a dialogue."""
    kept = ({**one, "nguoi_neu": None} for one in values["y_kien_chi_tiet"])
    return {**values, "y_kien_chi_tiet": list(kept)}
