"""The whole path once: from an empty laptop to a signed bundle, in a real window.

Everything is done by hand (mouse, keys, clipboard) in the real program; what comes out is judged
by other people's tools. The workbooks are those of the sample office.
"""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from danvan_desktop.signing.demo_keys import DemoKey, make_personal_p12
from tests.journeys.bundles import verify
from tests.journeys.desktop import ROOT, Desktop, running
from tests.journeys.papers import said, sound, words_of

SAMPLE = ROOT / "resources" / "sample"
HEAD = "Nguyễn Thị M"
PASSPHRASE = "mật khẩu thử"
PERIODS = (
    ("H1/2019", "6 tháng đầu năm 2019", "15/12/2018", "14/6/2019", "20/6/2019", ""),
    ("H1/2020", "6 tháng đầu năm 2020", "15/12/2019", "14/6/2020", "10/7/2020", "H1/2019"),
)
"""The years of the sample's workbooks: an office that is set up today has only its own."""


@pytest.mark.journey
def test_from_an_empty_laptop_to_a_signed_bundle(tmp_path: Path, pictures: Path) -> None:
    """First run, import, one row corrected, report, PDF, signature, bundle, check, minutes."""
    key = make_personal_p12(
        tmp_path / "khoa.p12",
        name=HEAD,
        role="Trưởng Ban",
        organisation="Ban Dân vận Huyện ủy Đồng Tâm",
        passphrase=PASSPHRASE,
        now=datetime.now(UTC),
    )
    with running(tmp_path / "data", pictures) as desktop:
        desktop.fill_screen()
        first_run(desktop)
        enter_periods(desktop)
        import_workbooks(desktop, _sent(tmp_path / "tu-cac-xa"))
        draft = write_report(desktop, tmp_path / "ban-thao.pdf")
        signed = sign_report(desktop, key, tmp_path / "da-ky.pdf")
        bundle = export_bundle(desktop, tmp_path / "usb")
        minutes = write_minutes(desktop, tmp_path / "bien-ban.pdf")
    judge_paper(draft, "BÁO CÁO", "6 tháng cuối năm 2020", "25 mô hình")
    judge_paper(signed, "BÁO CÁO", HEAD)
    judge_paper(minutes, "BIÊN BẢN", "Giao Ban Dân vận huyện theo dõi.")
    judge_signature(signed)
    verify(bundle, tmp_path)


# ------------------------------------------------------------------------------- by hand
def first_run(desktop: Desktop) -> None:
    """Set up a district office: kind, names, units from a file, periods."""
    desktop.find("Vài câu hỏi về cơ quan")
    desktop.picture("chao-mung")
    desktop.click("Tiếp tục", role="push button")
    desktop.find("Cơ quan của bạn là")
    desktop.picture("loai-co-quan")
    desktop.click("Tiếp tục", role="push button")
    desktop.fill("Địa danh", "Đồng Tâm")
    desktop.fill("Tỉnh, thành phố", "Nam Hải")
    desktop.fill("Người đứng đầu", HEAD)
    desktop.fill("Cấp phó", "Phạm Văn H")
    desktop.fill("Chuyên viên, văn thư", "Đỗ Thị L")
    desktop.find("HUYỆN ỦY ĐỒNG TÂM")
    desktop.picture("ten-va-ky-hieu")
    desktop.click("Tiếp tục", role="push button")
    desktop.click("Nạp từ tệp CSV…")
    desktop.choose_file(SAMPLE / "units.csv")
    desktop.find("17 đơn vị")
    desktop.picture("don-vi")
    desktop.click("Tiếp tục", role="push button")
    desktop.find("Nhiệm kỳ cấp ủy")
    desktop.picture("ky-bao-cao")
    desktop.click("Tiếp tục", role="push button")
    desktop.find("17 đơn vị trực thuộc")
    desktop.picture("xong")
    desktop.click("Bắt đầu ghi sổ", role="push button")
    desktop.find("Làm nhanh")


def enter_periods(desktop: Desktop) -> None:
    """Add the half-years of the sample in the settings and take the later one."""
    desktop.click("Cài đặt", role="check box")
    desktop.click("Mở Kỳ báo cáo")
    desktop.click("Thêm kỳ", role="push button")
    for number, values in enumerate(PERIODS):
        _wait_for_text(desktop, "Mã kỳ, bắt buộc", "")
        desktop.click("Mã kỳ, bắt buộc")
        for value in values:
            if value:
                desktop.write(value)
            desktop.key("Return")
        _wait_for_text(desktop, "Hạn nộp", values[4])
        if number + 1 < len(PERIODS):
            desktop.click("Lưu và thêm mới")
    desktop.picture("them-ky")
    desktop.key("ctrl+s")
    desktop.find("Lịch sử", role="push button")
    desktop.click("Việc cần làm", role="check box")
    desktop.click("Kỳ: 6 tháng", role="push button")
    # The list begins with the newest period; its last two are those that were added.
    desktop.key("Up", "Up", "Return")
    desktop.find("Kỳ: 6 tháng đầu năm 2020")
    desktop.picture("viec-can-lam")


def import_workbooks(desktop: Desktop, folder: Path) -> None:
    """Import what communes sent; correct one refused row in its place."""
    desktop.click("Nhập tệp Excel của xã")
    desktop.click("Chọn thư mục…")
    desktop.choose_file(folder)
    desktop.find("Lưu 68 dòng vào sổ")
    desktop.click("Quay lại", role="push button", nth=-1)
    desktop.find("Kiểm tra", role="push button", whole=True)
    desktop.picture("nhap-ghep-cot")
    desktop.click("Kiểm tra", role="push button", whole=True)
    desktop.find("4 dòng bị từ chối")
    desktop.picture("nhap-kiem-tra")
    desktop.click("Tệp 09, dòng 9", role="panel")
    wrong = desktop.find("Vĩnh Hưn", role="table cell", whole=True)
    desktop.click_at(*wrong.middle)
    desktop.key("F2", "ctrl+a")
    desktop.write("Vĩnh Hưng")
    desktop.key("Return")
    desktop.find("3 dòng bị từ chối")
    desktop.picture("nhap-da-sua")
    desktop.click("Lưu 69 dòng vào sổ")
    desktop.find("Đã lưu 69 dòng vào sổ", role="label")
    desktop.picture("nhap-da-luu")


def write_report(desktop: Desktop, path: Path) -> Path:
    """See the figures, write the report, look at its pages and save them as PDF."""
    desktop.click("Dân vận khéo", role="check box")
    desktop.find("Tuyến đường hoa nông thôn mới", role="table cell")
    desktop.picture("so-dan-van-kheo")
    desktop.click("Số liệu", role="check box")
    desktop.fill("Tìm chỉ tiêu", "duoc cong nhan")
    desktop.find("Mô hình được công nhận", role="table cell")
    desktop.picture("so-lieu")
    desktop.click("Báo cáo", role="check box")
    desktop.click("Soạn báo cáo", role="push button")
    desktop.find(" nhắc", role="filler")
    desktop.find("Trang 1 /")
    desktop.picture("soan-bao-cao")
    desktop.key("F9")
    desktop.find("Báo cáo 6 tháng đầu năm 2020", role="dialog")
    desktop.picture("xem-truoc")
    desktop.click("Lưu thành PDF…", role="push button")
    desktop.choose_file(path)
    desktop.find("Đã lưu ban-thao.pdf")
    desktop.click("Đóng", role="push button", whole=True)
    return path


def drop_unknown(desktop: Desktop) -> None:
    """Leave out the sentences about what the office keeps no register of, section by section."""

    def left() -> int:
        return sum(1 for one in desktop.elements() if one.name == "Bỏ các câu này")

    def fewer(before: int) -> bool:
        return left() < before

    while before := left():
        desktop.click("Bỏ các câu này", role="push button", whole=True)
        desktop.wait(partial(fewer, before), "one section less")
    desktop.picture("het-loi")


def sign_report(desktop: Desktop, key: DemoKey, path: Path) -> Path:
    """Answer the reminders, issue, sign with the key file, save the signed PDF and check it."""
    drop_unknown(desktop)
    desktop.click("Ghi lý do chung…", role="push button", whole=True)
    desktop.click("Chọn hết", role="push button", whole=True)
    desktop.click("Lý do", role="combo box", whole=True)
    desktop.write("đã đối chiếu với các xã")
    desktop.picture("ghi-ly-do")
    desktop.click("Ghi lý do (", role="push button")
    desktop.click("Đánh dấu đã soát", role="push button", whole=True)
    desktop.click("Trình ký", role="push button", whole=True)
    desktop.click("Ban hành…", role="push button", whole=True)
    desktop.find("Đánh số theo", role="label")
    desktop.picture("ban-hanh")
    desktop.click("Ban hành", role="push button", whole=True)
    desktop.find("Đã ban hành lúc")
    desktop.click("Ký…", role="push button")
    desktop.click("Chọn tệp…", role="push button")
    desktop.choose_file(key.p12)
    desktop.click("Mật khẩu của tệp khóa", role="password text")
    desktop.write(PASSPHRASE)
    desktop.key("Return")
    desktop.find("Hiệu lực:")
    desktop.picture("ky-chung-thu")
    desktop.click("Ký", role="push button", whole=True)
    desktop.find("Đã ký.")
    desktop.picture("ky-xong")
    desktop.click("Đóng", role="push button", whole=True)
    desktop.find("Đã ký lúc")
    desktop.picture("bao-cao-da-ky")
    desktop.click("Báo cáo", role="check box")
    desktop.click("Lưu thành PDF…", role="push button")
    desktop.choose_file(path)
    desktop.find("Đã lưu da-ky.pdf")
    desktop.click("Kiểm tra tệp đã ký", role="push button")
    desktop.find(f"Chữ ký 1: {HEAD}")
    desktop.picture("kiem-tra-chu-ky")
    desktop.click("Đóng", role="push button", whole=True)
    return path


def export_bundle(desktop: Desktop, stick: Path) -> Path:
    """Export the period's bundle, copy it to a stick and check that copy."""
    stick.mkdir()
    desktop.click("Gửi – nhận", role="check box")
    desktop.click("Xuất gói mới", role="push button")
    desktop.find("Cỡ gói khoảng", role="label")
    desktop.picture("xuat-goi")
    desktop.click("Xuất gói", role="push button", whole=True)
    desktop.find("Khóa của văn phòng: hợp lệ")
    desktop.click("Chép ra USB", role="push button")
    desktop.choose_file(stick)
    desktop.find("Bản chép giống hệt bản gốc")
    desktop.picture("gui-nhan")
    (bundle,) = stick.iterdir()
    desktop.click("Kiểm tra gói…", role="push button")
    desktop.choose_file(bundle)
    desktop.find("Hợp lệ", role="label", whole=True)
    desktop.picture("kiem-tra-goi")
    desktop.click("Đóng", role="push button", whole=True)
    return bundle


def write_minutes(desktop: Desktop, path: Path) -> Path:
    """Complete a meeting that came with the workbooks and save its minutes as PDF."""
    desktop.click("Hội nghị", role="check box")
    desktop.click("Biên bản hội nghị", role="push button")
    desktop.click("Sửa: Thông tin")
    desktop.fill("Giờ bắt đầu", "8:00")
    desktop.fill("Giờ kết thúc", "10:30")
    desktop.fill("Địa điểm", "Phòng họp số 2, Huyện ủy Đồng Tâm")
    desktop.fill("Thư ký", "Đỗ Thị L")
    desktop.picture("bien-ban-thong-tin")
    desktop.click("Lưu", role="push button", whole=True, nth=-1)
    desktop.find("Phòng họp số 2", role="label")
    desktop.click("Sửa: Kết luận")
    desktop.fill("Kết luận của chủ trì", "Giao Ban Dân vận huyện theo dõi.")
    desktop.click("Lưu", role="push button", whole=True, nth=-1)
    desktop.find("Giao Ban Dân vận huyện theo dõi.", role="label")
    desktop.picture("bien-ban")
    desktop.click("Xem biên bản", role="push button")
    desktop.find("Trang 1 /")
    desktop.picture("bien-ban-xem-truoc")
    desktop.click("Lưu thành PDF…", role="push button")
    desktop.choose_file(path)
    desktop.find("Đã lưu bien-ban.pdf")
    desktop.click("Đóng", role="push button", whole=True)
    return path


# ------------------------------------------------------------------- by other people's tools
def judge_paper(path: Path, *words: str) -> None:
    """Let qpdf find no fault in a PDF, and pdftotext read these words in it."""
    sound(path)
    text = words_of(path)
    for wanted in words:
        assert wanted in text


def judge_signature(path: Path) -> None:
    """Let pdfsig call the signature valid, by its owner, over the whole file."""
    report = said("pdfsig", "-nocert", str(path))
    assert f"Signer Certificate Common Name: {HEAD}" in report
    assert "Signature is Valid" in report
    assert "Total document signed" in report


def _wait_for_text(desktop: Desktop, name: str, text: str) -> None:
    desktop.wait(lambda: desktop.find(name, role="text").text == text, f"{name}: {text}")


def _sent(folder: Path) -> Path:
    folder.mkdir()
    for file in SAMPLE.glob("*/*.xlsx"):
        shutil.copyfile(file, folder / file.name)
    return folder
