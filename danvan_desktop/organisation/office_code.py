"""The code of the office stays what it was set up with: records, key and the receiver go by it.

Whoever changes it breaks the exchange without a word: the records of before belong to another
code and stay behind, and the key was made for that one. A unit that really becomes another office
is set up anew, or merged into one by the changes of units.
"""

from __future__ import annotations

from danvan_desktop.errors import Issue, Place, UserError
from danvan_desktop.i18n import _
from danvan_desktop.schema import RegisterSpec, Values
from danvan_desktop.storage.engine import Database
from danvan_desktop.storage.owners import SET_UP_AS
from danvan_desktop.storage.owning import give_back

REGISTER = "van_phong"


def office_code(database: Database) -> str:
    """Give the code with which the office of this database was set up; "" before."""
    with database.reading() as connection:
        row = connection.exec_driver_sql(f"SELECT {SET_UP_AS}").fetchone()
    return str(row[0]) if row else ""


def check(database: Database, spec: RegisterSpec, values: Values) -> list[Issue]:
    """Refuse another code in a stage of the office; the right one may always be put back."""
    code = office_code(database) if spec.key == REGISTER else ""
    if not code or values.get("ma") == code:
        return []
    return [
        Issue(
            "office_code_fixed",
            _("Mã cơ quan đã dùng là {code}, không đổi được.").format(code=code),
            _(
                "Hồ sơ, khóa và cấp trên nhận ra cơ quan bằng mã này. Ghi lại {code}; cơ quan đổi "
                "tên thì chỉ sửa tên. Nếu thành cơ quan khác, lập cơ quan mới ở thư mục dữ liệu "
                "khác; đơn vị sáp nhập, chia tách thì ghi ở trang Sáp nhập, chia tách, đổi tên "
                "đơn vị."
            ).format(code=code),
            Place(register=REGISTER, field="ma"),
        )
    ]


def put_right(database: Database, spec: RegisterSpec, before: Values, values: Values) -> None:
    """Give back what was written under another code, when a stage gets the right one again."""
    wrong, code = str(before.get("ma") or ""), str(values.get("ma") or "")
    if spec.key == REGISTER and wrong and wrong != code:
        with database.write() as connection:
            give_back(connection, wrong=wrong, code=code)


def refuse_other(database: Database, stated: str, key: str) -> None:
    """Raise UserError where a stage's code, or the key's, is not that of the office's records.

    So it is where the code was changed by a version that allowed it.
    """
    code = office_code(database)
    if stated == key and code in ("", stated):
        return
    said = _("Mã cơ quan ghi là {stated}, hồ sơ thuộc mã {code}, khóa ký mang mã {key}.")
    if code in ("", stated):
        remedy = _(
            "Khóa không mang mã của cơ quan: ở trang Gửi – nhận, mục Khóa…, nạp đúng khóa, hoặc "
            "chọn Khóa bị mất… để tạo khóa mới rồi gửi giấy giới thiệu cho cấp trên."
        )
    else:
        remedy = _(
            "Trong Cài đặt, mục Cơ quan, ghi lại mã {code} ở mọi giai đoạn rồi làm lại."
        ).format(code=code)
    raise UserError(
        said.format(stated=stated, code=code or stated, key=key),
        safe=_("Chưa ghi tệp nào; số liệu không thay đổi."),
        remedy=remedy,
        code="other_code",
    )
