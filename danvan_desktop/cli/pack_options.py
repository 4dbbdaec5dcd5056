"""The options of ``pack …``: packs of the province."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from danvan_desktop.i18n import N_, _

Ready = Callable[[Any, str], None]
"""Gives a parser what every command has, and names where it is done."""


def declare(commands: Any, ready: Ready) -> None:
    """Declare the commands; ``ready`` says where each is done."""
    pack = commands.add_parser("pack", help=_("gói của tỉnh: đơn vị, kỳ, chỉ tiêu, mẫu, chứng thư"))
    actions = pack.add_subparsers(dest="action", required=True, metavar="make|show|apply|undo|list")
    one = actions.add_parser("make", help=_("lập gói cho các cơ quan (ở nơi nhận)"))
    one.add_argument("--out", type=Path, required=True, metavar="DIR")
    for key, sign, told in (
        ("units", "TN-DMC", N_("mã đơn vị, kèm mọi đơn vị thuộc nó; hoặc all")),
        ("periods", "H1/2020", N_("mã kỳ, hoặc all")),
        ("indicators", "FILE.json", N_("tệp khai báo chỉ tiêu, hoặc all")),
        ("annexes", "FILE.json", N_("tệp khai báo phụ lục, hoặc all")),
        ("templates", "bao_cao_6_thang", N_("mã mẫu hoặc tệp .dvmau, hoặc all")),
        ("certificates", "ROOT.pem", N_("tệp chứng thư tin cậy, hoặc all")),
    ):
        one.add_argument(f"--{key}", nargs="*", metavar=sign, help=_(told))
    told = _("mã cơ quan được dùng gói (mặc định: mọi cơ quan)")
    one.add_argument(
        "--for", dest="offices", nargs="*", default=[], metavar="TN-DMC-BDV", help=told
    )
    one.add_argument("--note", default="", help=_("lời nhắn cho cơ quan nhận"))
    ready(one, "pack:make")
    one = actions.add_parser("show", help=_("xem gói thay đổi gì, chưa áp dụng"))
    one.add_argument("file", type=Path, metavar="FILE")
    ready(one, "pack:show")
    one = actions.add_parser("apply", help=_("áp dụng gói của cấp trên"))
    one.add_argument("file", type=Path, metavar="FILE")
    told = _("nhận cả mục thay nội dung của cơ quan; all: nhận hết")
    one.add_argument("--accept", nargs="*", default=[], metavar="units:TN-DMC@…", help=told)
    told = _("không nhận mục này")
    one.add_argument("--leave", nargs="*", default=[], metavar="templates:…", help=told)
    ready(one, "pack:apply")
    one = actions.add_parser("undo", help=_("thu hồi gói mới nhất"))
    one.add_argument("--number", type=int, metavar="N", help=_("số của gói"))
    ready(one, "pack:undo")
    ready(actions.add_parser("list", help=_("liệt kê các gói")), "pack:shelf")
