"""The cover sheet inside a bundle: what anyone sees who opens the ZIP without our program.

Static HTML without script or outside resources; everything a sender typed is escaped. Always in
Vietnamese, like the papers beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape

from danvan_desktop.bundles import names
from danvan_desktop.bundles.model import BundleInfo, Resource
from danvan_desktop.signing.certificates import fingerprint_text
from danvan_desktop.signing.keys import time_text
from danvan_desktop.vietnamese import format_number, format_size

MESSAGE_TITLES = {
    "receipt": "Biên nhận gói số liệu",
    "return": "Phiếu trả lại số liệu",
    "pack": "Bộ danh mục của cấp trên",
    "enrolment": "Giấy giới thiệu khóa cơ quan",
}
"""What people call each kind of message."""

_PAGE = """<!DOCTYPE html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
body {{ font: 16px/1.5 "Times New Roman", Tinos, serif; margin: 2.5em auto; max-width: 44em; }}
h1 {{ font-size: 1.35em; margin: 0 0 .3em; }}
h2 {{ font-size: 1.05em; margin: 1.6em 0 .4em; }}
table {{ border-collapse: collapse; width: 100%; }}
th, td {{ border-bottom: 1px solid #ccd; padding: .3em .6em .3em 0; text-align: left; }}
td.n, th.n {{ text-align: right; }}
code {{ font-size: .85em; overflow-wrap: anywhere; }}
.small {{ color: #555; font-size: .9em; }}
</style>
</head>
<body>
{body}
</body>
</html>
"""


def cover_sheet(info: BundleInfo, resources: Sequence[Resource], *, fingerprint: str) -> bytes:
    """Write the cover sheet; ``fingerprint`` is that of the certificate that signs the bundle."""
    parts = [
        f"<h1>Gói số liệu {escape(info.period_name)}</h1>",
        f"<p>{escape(info.office_name)}</p>",
        _facts(info),
        _registers(resources),
        _papers(resources),
        _attachments(resources),
        _how_to_check(fingerprint),
    ]
    title = f"Gói số liệu {info.period_name} – {info.office_name}"
    body = "\n".join(part for part in parts if part)
    return _PAGE.format(title=escape(title), body=body).encode("utf-8")


def message_sheet(
    kind: str, sender: str, lines: Mapping[str, str], created: datetime, *, fingerprint: str
) -> bytes:
    """Write the cover sheet of a message (receipt, returned figures, pack, enrolment)."""
    title = MESSAGE_TITLES.get(kind, kind)
    rows = {**lines, "Lập lúc": time_text(created)}
    cells = (f"<tr><th>{escape(k)}</th><td>{escape(v)}</td></tr>" for k, v in rows.items() if v)
    body = (
        f"<h1>{escape(title)}</h1><p>{escape(sender)}</p><table>{''.join(cells)}</table>"
        + _how_to_check(fingerprint)
    )
    return _PAGE.format(title=escape(f"{title} – {sender}"), body=body).encode("utf-8")


def _facts(info: BundleInfo) -> str:
    kind = "toàn bộ" if info.parcel.full else "phần thay đổi từ gói trước"
    rows = [
        ("Mã cơ quan", info.office_code),
        ("Kỳ số liệu", f"{_day(info.first_day)} – {_day(info.last_day)}"),
        ("Lần gửi", str(info.number)),
        ("Nội dung", kind),
        ("Lập lúc", time_text(info.created)),
        ("Người ký báo cáo", info.signatory),
        ("Ghi chú", info.note),
    ]
    cells = (f"<tr><th>{label}</th><td>{escape(text)}</td></tr>" for label, text in rows if text)
    return f"<table>{''.join(cells)}</table>"


def _registers(resources: Sequence[Resource]) -> str:
    rows = "".join(
        f"<tr><td>{escape(one.title or names.register_of(one.name))}</td>"
        f'<td class="n">{format_number(one.count)}</td></tr>'
        for one in resources
        if one.count is not None
    )
    if not rows:
        return ""
    return (
        '<h2>Các sổ</h2><table><tr><th>Sổ</th><th class="n">Số hồ sơ</th></tr>' + rows + "</table>"
    )


def _papers(resources: Sequence[Resource]) -> str:
    papers = [one for one in resources if one.name.startswith(names.PAPERS)]
    rows = "".join(
        f'<tr><td><a href="{one.name}">{escape(one.title or one.name)}</a></td></tr>'
        for one in papers
    )
    return f"<h2>Văn bản</h2><table>{rows}</table>" if papers else ""


def _attachments(resources: Sequence[Resource]) -> str:
    sizes = [one.size for one in resources if one.name.startswith(names.ATTACHMENTS)]
    if not sizes:
        return ""
    total = format_size(sum(sizes))
    return f"<h2>Tệp đính kèm</h2><p>{format_number(len(sizes))} tệp, {total}.</p>"


def _how_to_check(fingerprint: str) -> str:
    return (
        "<h2>Kiểm tra</h2>"
        "<p>Mở gói bằng Dân Vận Desktop, mục Gửi – nhận; hoặc dùng openssl theo tài liệu định dạng "
        "gói. Gói được ký tự động bằng khóa cơ quan của phần mềm, có vân tay:</p>"
        f"<p><code>{fingerprint_text(fingerprint)}</code></p>"
        '<p class="small">Khóa này cho biết gói do ai lập và còn nguyên vẹn; đây không phải chữ ký '
        "số chuyên dùng công vụ. Tờ bìa chỉ để đọc, số liệu lấy từ các sổ kèm theo.</p>"
    )


def _day(iso: str) -> str:
    return "/".join(reversed(iso.split("-")))
