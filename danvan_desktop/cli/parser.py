"""The commands and their options; declared here, done in the module named beside each."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeAlias

from danvan_desktop import __version__
from danvan_desktop.cli import pack_options, province_options
from danvan_desktop.i18n import N_, _
from danvan_desktop.paths import resources

if TYPE_CHECKING:
    Subparsers: TypeAlias = "argparse._SubParsersAction[Parser]"

USAGE_TEXTS = (
    (r"the following arguments are required: (.+)", N_("thiếu {0}")),
    (r"unrecognized arguments: (.+)", N_("không có lựa chọn {0}")),
    (r"argument (.+): invalid choice: '?([^' ]*)'?.*", N_("{0} không nhận “{1}”")),
    (r"argument (.+): expected .*", N_("{0} cần một giá trị")),
    (r"one of the arguments (.+) is required", N_("cần một trong {0}")),
)
"""What the standard library says about wrong usage, and how we say it."""


class Parser(argparse.ArgumentParser):
    """A parser whose complaints are Vietnamese."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the command line and end with status 2."""
        text = message
        for pattern, words in USAGE_TEXTS:
            found = re.fullmatch(pattern, message, re.DOTALL)
            if found:
                text = _(words).format(*found.groups())
        hint = _("Xem cách dùng: {program} --help").format(program=self.prog)
        self.exit(2, _("Sai cách gọi: {text}.").format(text=text) + f" {hint}\n")


def make_parser() -> Parser:
    """Build the parser of every command."""
    parser = Parser(
        prog="main.py", description=_("Dân Vận Desktop không cửa sổ; không có lệnh thì mở cửa sổ.")
    )
    parser.set_defaults(as_json=False, run=None)
    parser.add_argument(
        "--data-dir", type=Path, metavar="DIR", help=_("thư mục dữ liệu (mặc định: của người dùng)")
    )
    parser.add_argument(
        "--language", choices=("vi", "en"), default="vi", help=_("ngôn ngữ của thông báo")
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"Dân Vận Desktop {__version__}",
        help=_("số phiên bản của chương trình"),
    )
    parser.add_argument(
        "--self-test", action="store_true", help=_("thử mọi phần trên một cơ quan dùng rồi bỏ")
    )
    parser.add_argument(
        "--demo", type=Path, metavar="DIR", help=_("văn phòng mẫu làm trọn việc chính vào DIR")
    )
    _json(parser)
    commands = parser.add_subparsers(dest="command", metavar=_("LỆNH"), parser_class=Parser)
    _office(commands)
    _import(commands)
    _forms(commands)
    _figures(commands)
    _periods(commands)
    _papers(commands)
    _signing(commands)
    _bundles(commands)
    _database(commands)
    province_options.declare(commands, _ready)
    pack_options.declare(commands, _ready)
    return parser


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the command line; wrong usage ends with status 2."""
    parser = make_parser()
    options = parser.parse_args(list(arguments))
    if options.run is None and not (options.self_test or options.demo):
        parser.error(_("thiếu lệnh"))
    return options


def _office(commands: Subparsers) -> None:
    one = commands.add_parser("init", help=_("lập cơ quan từ tệp"))
    one.add_argument("--office", type=Path, required=True, metavar="office.json")
    one.add_argument("--units", type=Path, required=True, metavar="units.csv")
    _ready(one, "office:init")


def _import(commands: Subparsers) -> None:
    one = commands.add_parser("import", help=_("nhập bảng tính Excel vào sổ"))
    one.add_argument("paths", type=Path, nargs="+", metavar="PATH")
    one.add_argument("--dry-run", action="store_true", help=_("chỉ kiểm tra, không ghi"))
    one.add_argument(
        "--keep-legacy", action="store_true", help=_("không chuyển chữ phông cũ sang Unicode")
    )
    one.add_argument("--hidden", action="store_true", help=_("đọc cả trang tính ẩn"))
    one.add_argument(
        "--errors", type=Path, metavar="FILE.xlsx", help=_("ghi các dòng bị từ chối ra một tệp")
    )
    one.add_argument(
        "--records", type=Path, metavar="FILE.jsonl", help=_("ghi giá trị các dòng nhận được")
    )
    one.add_argument(
        "--period", metavar="H1/2020", help=_("kỳ của các dòng không có ngày khi tiêu đề không ghi")
    )
    _ready(one, "importing:import_workbooks")


def _forms(commands: Subparsers) -> None:
    one = commands.add_parser("forms", help=_("tạo mẫu Excel của một sổ cho các xã"))
    one.add_argument("register", metavar=_("SỔ"), help=_("mã của sổ, ví dụ dan_van_kheo"))
    one.add_argument("--period", metavar="H1/2020", help=_("kỳ của mẫu"))
    one.add_argument(
        "--unit",
        action="append",
        default=[],
        metavar="CODE",
        help=_("mã đơn vị, ghi được nhiều lần (mặc định: mọi xã)"),
    )
    one.add_argument(
        "--common", action="store_true", help=_("một tệp chung, mỗi dòng ghi tên đơn vị")
    )
    one.add_argument("--out", type=Path, required=True, metavar="DIR")
    _ready(one, "forms:make_forms")


def _figures(commands: Subparsers) -> None:
    one = commands.add_parser("indicators", help=_("số liệu của một kỳ"))
    one.add_argument("--period", required=True, metavar="H1/2020")
    _ready(one, "figures:indicators")


def _periods(commands: Subparsers) -> None:
    period = commands.add_parser("period", help=_("kỳ báo cáo: so sánh, soát, khóa, mở lại"))
    actions = period.add_subparsers(
        dest="action", required=True, metavar="compare|who|check|close|reopen", parser_class=Parser
    )
    words = {
        "compare": ("periods:comparison", _("so sánh với cùng kỳ")),
        "who": ("periods:who", _("đơn vị nào đã báo cáo biểu nào")),
        "check": ("periods:check", _("soát số liệu của kỳ")),
        "close": ("periods:close", _("khóa kỳ, giữ lại số liệu")),
        "reopen": ("periods:reopen", _("mở lại kỳ đã khóa")),
    }
    for name, (run, help_text) in words.items():
        one = actions.add_parser(name, help=help_text)
        one.add_argument("--period", required=True, metavar="H1/2020")
        if name == "close":
            text = _("lý do cho mọi lời nhắc chưa có lý do")
            one.add_argument("--reason", default="", help=text)
        if name == "reopen":
            one.add_argument("--reason", required=True, help=_("lý do mở lại"))
        _ready(one, run)


def _database(commands: Subparsers) -> None:
    group = commands.add_parser("database", help=_("nơi giữ dữ liệu: tệp hay máy chủ PostgreSQL"))
    actions = group.add_subparsers(
        dest="action", required=True, metavar="show|move|join|restored", parser_class=Parser
    )
    _ready(actions.add_parser("show", help=_("dữ liệu đang ở đâu")), "database:show")
    restored = actions.add_parser("restored", help=_("máy chủ vừa được khôi phục từ bản sao"))
    _ready(restored, "database:restored")
    move = actions.add_parser("move", help=_("chuyển dữ liệu rồi đối chiếu hai bên"))
    join = actions.add_parser("join", help=_("làm việc với dữ liệu đã có trên máy chủ"))
    to = move.add_mutually_exclusive_group(required=True)
    to.add_argument("--to-sqlite", action="store_true", help=_("về tệp trong thư mục dữ liệu"))
    words = _("địa chỉ: postgresql://tài_khoản@máy_chủ:5432/cơ_sở_dữ_liệu")
    to.add_argument("--to", metavar="URL", help=words)
    join.add_argument("--to", metavar="URL", required=True, help=words)
    for one, run in ((move, "database:move"), (join, "database:join")):
        one.add_argument("--ask-password", action="store_true", help=_("hỏi mật khẩu"))
        _ready(one, run)


def _papers(commands: Subparsers) -> None:
    told = _("in báo cáo của một kỳ ra PDF hoặc DOCX, phụ lục ra XLSX")
    one = commands.add_parser("report", help=told)
    one.add_argument("--period", required=True, metavar="H1/2020")
    one.add_argument("--out", type=Path, required=True, metavar="FILE.pdf|.docx|.xlsx")
    _profile(one)
    _ready(one, "papers:report")
    meeting = commands.add_parser("meeting", help=_("ghi hội nghị, đối thoại"))
    actions = meeting.add_subparsers(
        dest="action", required=True, metavar="add", parser_class=Parser
    )
    one = actions.add_parser("add", help=_("ghi từ tệp JSON"))
    one.add_argument("file", type=Path, metavar="meeting.json")
    _ready(one, "meetings:add")
    one = commands.add_parser("minutes", help=_("in biên bản ra PDF hoặc DOCX"))
    one.add_argument("--meeting", required=True, metavar="ID")
    one.add_argument("--out", type=Path, required=True, metavar="FILE.pdf|.docx")
    _profile(one)
    _ready(one, "papers:minutes")
    paper = commands.add_parser("paper", help=_("soạn văn bản theo mẫu"))
    actions = paper.add_subparsers(
        dest="action", required=True, metavar="list|make", parser_class=Parser
    )
    _ready(actions.add_parser("list", help=_("liệt kê các mẫu văn bản")), "making:kinds")
    one = actions.add_parser("make", help=_("soạn một văn bản ra PDF hoặc DOCX"))
    one.add_argument("template", metavar="giay_moi")
    one.add_argument("--period", metavar="H1/2020")
    told = _("hồ sơ trong sổ; mẫu nhận nhiều hồ sơ thì ghi nhiều lần")
    one.add_argument("--record", action="append", default=[], metavar="ID", help=told)
    one.add_argument("--day", metavar="2020-07-10", help=_("ngày của văn bản"))
    one.add_argument("--out", type=Path, required=True, metavar="FILE.pdf|.docx")
    one.add_argument("--keep", action="store_true", help=_("giữ bản nháp trong sổ văn bản"))
    _profile(one)
    _ready(one, "making:make")


def _signing(commands: Subparsers) -> None:
    one = commands.add_parser("sign", help=_("ký tệp PDF bằng khóa PKCS#12"))
    one.add_argument("file", type=Path, metavar="FILE.pdf")
    one.add_argument("--key", type=Path, required=True, metavar="KEY.p12")
    one.add_argument("--out", type=Path, required=True, metavar="SIGNED.pdf")
    one.add_argument("--name", help=_("họ và tên trong khung chữ ký (mặc định: theo chứng thư)"))
    one.add_argument("--role", help=_("chức vụ trong khung chữ ký"))
    one.add_argument("--place", default="", help=_("địa danh nơi ký"))
    one.epilog = _("Mật khẩu khóa được hỏi, hoặc lấy từ biến DANVAN_KEY_PASSPHRASE.")
    _ready(one, "signatures:sign")
    one = commands.add_parser("verify", help=_("kiểm tra chữ ký của PDF hoặc gói"))
    one.add_argument("file", type=Path, metavar="FILE")
    one.add_argument(
        "--trust",
        type=Path,
        action="append",
        default=[],
        metavar="ROOT.pem",
        help=_("chứng thư tin cậy; khi có, người ký không rõ cũng bị từ chối"),
    )
    _ready(one, "signatures:verify")


def _bundles(commands: Subparsers) -> None:
    bundle = commands.add_parser("bundle", help=_("gói số liệu"))
    actions = bundle.add_subparsers(
        dest="action",
        required=True,
        metavar="export|show|split|receipt|enrol|keys|return|answer",
        parser_class=Parser,
    )
    one = actions.add_parser("export", help=_("xuất gói của một kỳ, ký bằng khóa cơ quan"))
    one.add_argument("--period", required=True, metavar="H1/2020")
    one.add_argument("--out", type=Path, required=True, metavar="FILE")
    one.add_argument(
        "--paper",
        type=Path,
        action="append",
        default=[],
        metavar="FILE.pdf",
        help=_("văn bản kèm theo thay cho báo cáo đang lưu"),
    )
    one.add_argument("--note", default="", help=_("ghi chú in trên tờ bìa"))
    one.add_argument(
        "--with-personal", action="store_true", help=_("gửi cả trường dữ liệu cá nhân")
    )
    one.add_argument("--reason", default="", help=_("lý do gửi dữ liệu cá nhân"))
    way = one.add_mutually_exclusive_group()
    way.add_argument(
        "--encrypt", action="store_true", help=_("không xuất nếu chưa biết khóa của nơi nhận")
    )
    way.add_argument("--plain", action="store_true", help=_("không mã hóa dù biết khóa nơi nhận"))
    one.add_argument("--full", action="store_true", help=_("gửi lại toàn bộ hồ sơ"))
    one.add_argument(
        "--restart",
        action="store_true",
        help=_("máy này là máy chính: thay mọi số liệu của cơ quan ở cấp trên"),
    )
    _ready(one, "packages:export")
    one = actions.add_parser("show", help=_("xem trong gói có gì"))
    one.add_argument("file", type=Path, metavar="FILE")
    one.add_argument("--trust", type=Path, action="append", default=[], metavar="ROOT.pem")
    _ready(one, "packages:show")
    one = actions.add_parser("split", help=_("chia gói thành nhiều tệp để gửi thư điện tử"))
    one.add_argument("file", type=Path, metavar="FILE")
    one.add_argument("--out", type=Path, required=True, metavar="DIR")
    one.add_argument("--size", type=int, default=10, metavar="MB", help=_("cỡ mỗi phần, MB"))
    _ready(one, "exchange:split")
    one = actions.add_parser("receipt", help=_("nạp biên nhận của cấp trên"))
    one.add_argument("file", type=Path, metavar="FILE")
    _ready(one, "exchange:receipt")
    one = actions.add_parser("enrol", help=_("ghi hoặc nạp giấy giới thiệu khóa"))
    one.add_argument("file", type=Path, nargs="?", metavar="FILE", help=_("giấy của bên kia"))
    one.add_argument("--out", type=Path, metavar="DIR", help=_("ghi giấy của cơ quan này vào DIR"))
    told = _("vân tay đã nghe qua điện thoại; phải giống hệt thì mới tin khóa")
    one.add_argument("--fingerprint", default="", metavar="7F3A91C4…", help=told)
    one.add_argument(
        "--lost", action="store_true", help=_("khóa cũ của cơ quan đó đã mất: thôi tin ngay")
    )
    told = _("mã ghi trong giấy đang là của tên khác: xác nhận vẫn là cơ quan ấy, nay đổi tên")
    one.add_argument("--renamed", action="store_true", help=told)
    _ready(one, "exchange:enrol")
    one = actions.add_parser("keys", help=_("liệt kê, thu hồi khóa tin cậy; thay khóa cơ quan"))
    one.add_argument("--withdraw", metavar="7F3A91C4…", help=_("vân tay của khóa thôi tin"))
    one.add_argument("--reason", default="", help=_("lý do thu hồi"))
    what = one.add_mutually_exclusive_group()
    what.add_argument("--renew", action="store_true", help=_("gia hạn khóa của cơ quan"))
    what.add_argument("--replace-lost", action="store_true", help=_("bỏ khóa đã mất, tạo khóa mới"))
    _ready(one, "exchange:keys")
    province_options.declare_answers(actions, _ready)


def _profile(parser: Parser) -> None:
    # The names of the files are the codes; reading the profiles themselves would cost more.
    codes = sorted(path.stem for path in (resources() / "format_profiles").glob("*.json"))
    parser.add_argument(
        "--profile",
        choices=codes,
        metavar="|".join(codes),
        help=_("thể thức, nếu khác của cơ quan"),
    )


def _ready(parser: Parser, run: str) -> None:
    _json(parser)
    parser.set_defaults(run=run)


def _json(parser: Parser) -> None:
    parser.add_argument(
        "--json",
        action="store_true",
        dest="as_json",
        default=argparse.SUPPRESS,
        help=_("in một đối tượng JSON ra đầu ra chuẩn, ngoài ra không in gì"),
    )
