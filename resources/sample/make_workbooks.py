"""Write the workbooks of the sample office again: ``python resources/sample/make_workbooks.py``.

They are committed, so this runs only when their content is to change. Everything is made up.
"""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side

from danvan_desktop.vietnamese import decode

HERE = Path(__file__).parent
CODES = [chr(code) for code in range(0xA1, 0x100)]
OLD = {decode(code, "TCVN3"): code for code in CODES if decode(code, "TCVN3") != code}
MODELS = ["STT", "Đơn vị", "Tên mô hình, điển hình", "Lĩnh vực", "Đối tượng", "Ngày đăng ký"]
MODELS += ["Mới/duy trì", "Kinh phí (triệu đồng)", "Đã thẩm định", "Công nhận", "Tiêu biểu"]
MODELS += ["Khen thưởng"]
TALKS = ["STT", "Đơn vị", "Ngày tổ chức", "Hình thức", "Chủ trì", "Số người dự", "Số ý kiến"]
TALKS += ["Trả lời tại chỗ", "Chuyển giải quyết", "Quá hạn"]
WIDTHS = (6, 22, 46, 24, 13, 14, 13, 13, 11, 11, 11, 11)
MEETS = ["STT", "Tên hội nghị", "Loại", "Ngày tổ chức", "Chủ trì", "Được mời", "Có mặt"]


def book(name: str, *sheets: tuple[str, list[str], list[str], list[str]], font: str = "") -> None:
    """Write one workbook; a sheet is its name, title lines, header and rows as ``a|b|c``."""
    made = Workbook()
    made.remove(made.active)
    for title, lines, header, rows in sheets:
        sheet = made.create_sheet(title)
        for line in lines:
            sheet.append([line])
        sheet.append([])
        sheet.append(header)
        for number, row in enumerate(rows, start=1):
            sheet.append([number, *map(_value, row.split("|"))])
        _dress(sheet, len(lines) + 2, font)
    made.save(HERE / name)


def _value(text: str) -> object:
    return int(text) if text.isdigit() and len(text) < 5 else text or None


def _dress(sheet: object, header: int, font: str) -> None:
    line = Side(style="thin")
    for row in sheet.iter_rows():  # type: ignore[attr-defined]
        for cell in row:
            if font and isinstance(cell.value, str):
                cell.value = "".join(OLD.get(letter, letter) for letter in cell.value)
            cell.font = Font(name=font or "Times New Roman", size=12, bold=cell.row <= header)
            if cell.row >= header:
                cell.border = Border(line, line, line, line)
                cell.alignment = Alignment(wrap_text=True, vertical="center")
    for letter, width in zip("ABCDEFGHIJKL", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width  # type: ignore[attr-defined]


def _head(who: str, what: str, year: int) -> list[str]:
    return [who, what, f"Kỳ: 6 tháng đầu năm {year}"]


LIST = "DANH SÁCH MÔ HÌNH, ĐIỂN HÌNH “DÂN VẬN KHÉO”"
TALK = "KẾT QUẢ ĐỐI THOẠI GIỮA NGƯỜI ĐỨNG ĐẦU CẤP ỦY, CHÍNH QUYỀN VỚI NHÂN DÂN"
MEET = "CÁC HỘI NGHỊ DO BAN DÂN VẬN TỔ CHỨC"
FRONT = "ỦY BAN MTTQ VIỆT NAM HUYỆN ĐỒNG TÂM"

if __name__ == "__main__":
    import make_rows as rows

    folder = "tu-cac-xa/"
    for name, who, found in rows.MODELS_2020:
        book(folder + name, ("DVK 2020", _head(who, LIST, 2020), MODELS, found))
    book(
        folder + "03. Cum 1 - Dan van kheo (phong chu cu).xlsx",
        ("Cum 1", _head("cụm thi đua số 1", LIST.lower(), 2020), MODELS, rows.OLD_FONT),
        font=".VnTime",
    )
    book(
        folder + "04. MTTQ huyen - Dan van kheo 2019.xlsx",
        ("DVK 2019", _head(FRONT, LIST, 2019), MODELS, rows.MODELS_2019),
    )
    for name, who, year, found in rows.TALKS:
        book(folder + name, ("Đối thoại", _head(who, TALK, year), TALKS, found))
    book(
        folder + "08. Ban Dan van - Hoi nghi, giao ban.xlsx",
        ("2020", _head("BAN DÂN VẬN HUYỆN ỦY", MEET, 2020), MEETS, rows.MEETINGS_2020),
        ("2019", _head("BAN DÂN VẬN HUYỆN ỦY", MEET, 2019), MEETS, rows.MEETINGS_2019),
    )
    book(
        "cho-nhap/09. Xa Vinh Hung - Dan van kheo 2020.xlsx",
        ("Vĩnh Hưng", _head("ĐẢNG ỦY XÃ VĨNH HƯNG", LIST, 2020), MODELS, rows.WAITING),
    )
