"""The options of the receiver's commands, ``province …``, and of an office's answers to them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from danvan_desktop.i18n import _

Ready = Callable[[Any, str], None]
"""Gives a parser what every command has, and names where it is done."""


def declare(commands: Any, ready: Ready) -> None:
    """Add ``province`` with its actions."""
    province = commands.add_parser("province", help=_("nơi nhận: gói, số liệu tổng hợp, gửi trả"))
    actions = province.add_subparsers(
        dest="action",
        required=True,
        metavar="matrix|figures|receive|inbox|quarantine|offices|pin|pins|accept|return|remind",
    )
    one = actions.add_parser("matrix", help=_("ai đã gửi gì, còn thiếu kỳ nào"))
    _period(one, several=True)
    ready(one, "province:matrix")
    one = actions.add_parser("figures", help=_("số liệu tổng hợp và phần của từng cơ quan"))
    _period(one)
    told = _("chỉ chỉ tiêu này, kèm phần của từng cơ quan; ghi được nhiều lần")
    one.add_argument("--code", action="append", default=[], metavar="doi_thoai_cuoc", help=told)
    ready(one, "province:figures")
    one = actions.add_parser("receive", help=_("nhận các gói, lập biên nhận"))
    one.add_argument("paths", type=Path, nargs="+", metavar="PATH")
    one.add_argument("--receipts", type=Path, metavar="DIR", help=_("ghi biên nhận vào DIR"))
    told = _("nhận cả gói lấy đi hồ sơ đang giữ; chỉ dùng cho gói đã xem và hỏi cơ quan gửi")
    one.add_argument("--agree", action="store_true", help=told)
    ready(one, "province:receive")
    one = actions.add_parser("inbox", help=_("các gói đã đến và kết quả từng gói"))
    _period(one, required=False)
    _office(one, required=False)
    ready(one, "province:inbox_")
    one = actions.add_parser("quarantine", help=_("các tệp bị từ chối hoặc chờ xác nhận"))
    one.add_argument("--drop", default="", metavar="FILE", help=_("xóa một tệp, không đồng ý nhận"))
    ready(one, "province:quarantine")
    told = _("từng cơ quan: khóa, nhận đến đâu, còn bao nhiêu ghim")
    ready(actions.add_parser("offices", help=told), "province:offices")
    one = actions.add_parser("pin", help=_("ghim nhận xét vào hồ sơ hoặc số liệu của cơ quan"))
    _office(one, required=False)
    _period(one, required=False)
    told = _("chỉ tiêu, hoặc một phần của nó")
    one.add_argument("--figure", default="", metavar="doi_thoai_cuoc/hinh_thuc/dinh_ky", help=told)
    one.add_argument("--place", default="", metavar="TN-GD-01", help=_("mã đơn vị (mặc định: cả)"))
    one.add_argument("--record", default="", metavar="doi_thoai/ID", help=_("hồ sơ được ghim"))
    one.add_argument("--field", default="", metavar="so_nguoi", help=_("ô của hồ sơ"))
    one.add_argument("--text", required=True, help=_("nhận xét"))
    ready(one, "province:pin")
    ready(actions.add_parser("pins", help=_("các ghim và câu trả lời")), "province:list_pins")
    one = actions.add_parser("accept", help=_("chấp nhận câu trả lời, hoặc ghim lại"))
    one.add_argument("pin", metavar="ID")
    one.add_argument("--again", default="", metavar=_("NHẬN XÉT"), help=_("ghim lại cùng chỗ"))
    ready(one, "province:accept")
    one = actions.add_parser("return", help=_("ghi phiếu trả lại cho mỗi cơ quan có ghim chờ"))
    one.add_argument("--deadline", required=True, metavar="2020-06-25", help=_("hạn gửi lại"))
    one.add_argument("--out", type=Path, required=True, metavar="DIR")
    ready(one, "province:send_back")
    one = actions.add_parser("remind", help=_("soạn công văn đôn đốc các cơ quan còn thiếu"))
    _period(one)
    told = _("chỉ cơ quan này; ghi được nhiều lần")
    one.add_argument("--office", action="append", default=[], metavar="TN-GD-BDV", help=told)
    one.add_argument("--each", action="store_true", help=_("mỗi cơ quan một công văn, một số"))
    told = _("ngày cần gửi (mặc định: 3 ngày sau)")
    one.add_argument("--until", default="", metavar="2020-06-25", help=told)
    one.add_argument("--out", type=Path, metavar="DIR", help=_("ghi bản nháp ra PDF vào DIR"))
    ready(one, "province:remind")


def declare_answers(actions: Any, ready: Ready) -> None:
    """Add to ``bundle`` what an office does with a return: take it in, answer a pin."""
    one = actions.add_parser("return", help=_("nạp phiếu trả lại của cấp trên"))
    one.add_argument("file", type=Path, metavar="FILE")
    ready(one, "exchange:take_return")
    one = actions.add_parser("answer", help=_("liệt kê ghim đang chờ, hoặc trả lời một ghim"))
    one.add_argument("pin", nargs="?", default="", metavar="ID")
    one.add_argument("--text", default="", help=_("câu trả lời; đi cùng gói tới"))
    ready(one, "exchange:answer")


def _period(parser: Any, *, required: bool = True, several: bool = False) -> None:
    if several:
        told = _("kỳ, ghi được nhiều lần (mặc định: mọi kỳ)")
        parser.add_argument("--period", action="append", metavar="H1/2020", help=told)
    else:
        parser.add_argument("--period", required=required, metavar="H1/2020", help=_("kỳ"))


def _office(parser: Any, *, required: bool) -> None:
    parser.add_argument("--office", required=required, metavar="TN-GD-BDV", help=_("mã cơ quan"))
