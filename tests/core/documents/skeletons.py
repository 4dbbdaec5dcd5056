"""One paper of every kind, in every format, with every mark that a paper can carry.

The words are made up; what matters is that each element of the size tables is there once.
"""

from __future__ import annotations

from dataclasses import replace

from danvan_desktop.documents.model import (
    Align,
    Annex,
    Bar,
    Block,
    Chart,
    Document,
    Grounds,
    Header,
    Heading,
    HeadingKind,
    ListItem,
    Paragraph,
    Run,
    Signature,
    runs,
)
from danvan_desktop.documents.profiles import profile_for
from tests.core.documents import samples

KINDS = {
    "BC": "BÁO CÁO",
    "CV": "",
    "QĐ": "QUYẾT ĐỊNH",
    "TTr": "TỜ TRÌNH",
    "BB": "BIÊN BẢN",
    "TB": "THÔNG BÁO",
    "GM": "GIẤY MỜI",
}
ABSTRACT = "về công tác dân vận năm 2020"
ADDRESS = "Địa chỉ: khu phố 1, thị trấn Dương Minh Châu"
TYPIST = "NVA-268"
PLACE_DATE = "Dương Minh Châu, ngày 07 tháng 7 năm 2020"
CHART = Chart(
    (
        Bar("Mô hình đăng ký", 24, "24", 16, "16", "+50%"),
        Bar("Mô hình công nhận", 12, "12", 12, "12", "0%"),
        Bar("Cuộc giám sát", 0, "-", None, "…"),
    ),
    title="Biểu đồ 1. Kết quả chính",
    unit="Đơn vị tính: mô hình, cuộc",
    note="Nguồn: sổ của Ban.",
    now_label="6 tháng đầu năm 2020",
    before_label="Cùng kỳ năm 2019",
)


def is_party(profile: str) -> bool:
    """Tell the Party's formats from the State's."""
    return profile.startswith("DANG")


def skeleton(kind: str, profile: str) -> Document:
    """Return the paper of a kind in a format, with urgency, circulation and draft marks."""
    party = is_party(profile)
    rules = profile_for(profile)
    minutes, letter = kind == "BB", kind == "CV"
    if party:
        superior, issuer, symbol = "HUYỆN ỦY DƯƠNG MINH CHÂU", "BAN DÂN VẬN", "BDV"
    elif profile == "MTTQ":
        superior, issuer, symbol = "MTTQ HUYỆN DƯƠNG MINH CHÂU", "BAN THƯỜNG TRỰC", "MTTQ-BTT"
    else:
        superior, issuer, symbol = "UBND HUYỆN DƯƠNG MINH CHÂU", "PHÒNG NỘI VỤ", "PNV"
    return Document(
        profile=profile,
        kind=kind,
        header=Header(
            (superior,),
            (issuer,),
            rules.number_line(5, kind=kind, symbol=symbol),
            None if minutes else PLACE_DATE,
            urgency="" if minutes else "HỎA TỐC",
            circulation="" if minutes else "TÀI LIỆU HỘI NGHỊ",
        ),
        type_name=KINDS[kind],
        abstract=ABSTRACT,
        blocks=_body(kind),
        date=samples.DAY,
        signatures=_signatures(kind, party=party),
        recipients=samples.RECIPIENTS,
        to_lines=("Thường trực Huyện ủy",) if letter or kind == "TTr" else (),
        annexes=_annexes() if kind == "BC" else (),
        draft_mark="" if minutes else "Dự thảo lần 2",
        typist_mark=TYPIST,
        contact_lines=(ADDRESS,),
    )


def joint(profile: str, names: tuple[str, ...]) -> Document:
    """Return a paper that several bodies sign."""
    authority = "T/M BAN THƯỜNG VỤ" if is_party(profile) else "TM. BAN THƯỜNG TRỰC"
    return replace(
        skeleton("TB", profile),
        signatures=tuple(Signature("PHÓ BÍ THƯ", name, (authority,)) for name in names),
    )


def _body(kind: str) -> tuple[Block, ...]:
    text = tuple(Paragraph(runs(samples.FILLER)) for _ in range(4))
    if kind == "QĐ":
        return (
            Grounds((runs("Căn cứ Quy chế làm việc;"), runs("Xét đề nghị của Hội đồng, "))),
            Paragraph(runs(Run("QUYẾT ĐỊNH:", bold=True)), align=Align.CENTER, keep_next=True),
            Heading(1, runs("Những quy định chung"), HeadingKind.PART, "Chương I"),
            Heading(2, runs("Phạm vi"), HeadingKind.SECTION, "Mục 1"),
            Heading(3, runs("Điều 1. Đối tượng công nhận"), HeadingKind.ARTICLE),
            *text,
            ListItem(runs("Khoản thứ nhất."), marker="1."),
            ListItem(runs("Điểm thứ năm."), marker="đ)"),
        )
    if kind == "BC":
        return (
            Heading(1, runs("I- TÌNH HÌNH CHUNG")),
            Heading(2, runs("1. Kinh tế - xã hội")),
            Heading(3, runs("a) Thuận lợi")),
            *text,
            CHART,
            Paragraph(runs(samples.FILLER)),
        )
    return text if kind != "GM" else text[:2]


def _signatures(kind: str, *, party: bool) -> tuple[Signature, ...]:
    if kind == "BB":
        captions = ("NGƯỜI GHI BIÊN BẢN", "CHỦ TRÌ HỘI NGHỊ") if party else ("THƯ KÝ", "CHỦ TỌA")
        return (
            Signature(captions[0], "Lê Văn C", sealed=False),
            Signature(captions[1], "Nguyễn Văn A"),
        )
    authority = "K/T TRƯỞNG BAN" if party else "KT. TRƯỞNG BAN"
    return (Signature("PHÓ TRƯỞNG BAN", "Trần Thị B", (authority,)),)


def _annexes() -> tuple[Annex, ...]:
    note = "(Kèm theo Báo cáo số 05-BC/BDV, ngày 07/7/2020 của Ban Dân vận Huyện ủy)"
    return (
        Annex("Đăng ký mô hình", (samples.matrix(rows=46),), note=note),
        Annex("Biểu đồ", (CHART,), note=note, landscape=False),
    )
