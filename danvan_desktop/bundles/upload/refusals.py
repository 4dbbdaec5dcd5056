"""What a server or the way to it refused, in words: what happened, what is safe, what to do.

No sentence ever holds the password, nor anything else that the server said about it.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from http import HTTPStatus
from http.client import HTTPException

from danvan_desktop.errors import UserError
from danvan_desktop.i18n import N_, _

AGAIN = ("cut", "timeout", "folder_vanished", "no_network", "server_failed", "no_folder")
"""Codes after which the same upload, tried again, goes on where it stopped."""

_STATUS: dict[int, tuple[str, str, str]] = {
    HTTPStatus.UNAUTHORIZED: (
        "password",
        N_("Máy chủ {host} không nhận tên hoặc mật khẩu này."),
        N_("Gõ lại mật khẩu; nếu vẫn vậy, hỏi cấp trên tên và mật khẩu tải lên."),
    ),
    HTTPStatus.FORBIDDEN: (
        "forbidden",
        N_("Máy chủ {host} không cho ghi vào địa chỉ này."),
        N_("Hỏi cấp trên: tài khoản cần quyền ghi vào thư mục nhận gói."),
    ),
    HTTPStatus.NOT_FOUND: (
        "no_such_address",
        N_("Máy chủ {host} không có địa chỉ này."),
        N_("So lại địa chỉ với giấy của cấp trên, từng chữ."),
    ),
    HTTPStatus.CONFLICT: (
        "no_such_address",
        N_("Máy chủ {host} không có thư mục này."),
        N_("So lại địa chỉ với giấy của cấp trên, từng chữ."),
    ),
    HTTPStatus.METHOD_NOT_ALLOWED: (
        "no_put",
        N_("Địa chỉ này ở máy chủ {host} không nhận tệp."),
        N_("Hỏi cấp trên địa chỉ tải gói lên (HTTPS PUT hoặc WebDAV)."),
    ),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: (
        "too_large",
        N_("Máy chủ {host} không nhận tệp lớn như vậy."),
        N_("Nhấn “Tải theo phần”: gói được chia thành các phần nhỏ, nơi nhận tự ghép lại."),
    ),
    HTTPStatus.INSUFFICIENT_STORAGE: (
        "no_space",
        N_("Máy chủ {host} đã hết chỗ chứa."),
        N_("Báo cấp trên dọn chỗ, rồi tải lên lại."),
    ),
    HTTPStatus.LOCKED: (
        "locked",
        N_("Tệp này đang bị khóa ở máy chủ {host}."),
        N_("Chờ ít phút rồi tải lên lại."),
    ),
}


def refused(host: str, status: int) -> UserError:
    """Put a status that is no success into words."""
    code, message, remedy = _STATUS.get(status, ("", "", ""))
    if 300 <= status < 400:
        code = "moved"
        message = N_("Máy chủ {host} nói địa chỉ đã chuyển đi nơi khác.")
        remedy = N_("Hỏi cấp trên địa chỉ mới; chương trình không tự gửi sang nơi khác.")
    elif status == HTTPStatus.NOT_IMPLEMENTED:
        code, message, remedy = _STATUS[HTTPStatus.METHOD_NOT_ALLOWED]
    elif status >= 500 and not code:
        code = "server_failed"
        message = N_("Máy chủ {host} đang gặp lỗi (mã {status}).")
        remedy = N_("Chờ ít phút rồi nhấn “Tải tiếp”; nếu vẫn vậy, báo cấp trên.")
    elif not code:
        code = "refused_by_server"
        message = N_("Máy chủ {host} từ chối (mã {status}).")
        remedy = N_("Báo cấp trên mã này, hoặc chép gói ra USB.")
    return _told(_(message).format(host=host, status=status), _(remedy), code)


def failed(
    host: str, error: OSError | HTTPException, *, resumes: bool, seen: Callable[[], str]
) -> UserError:
    """Put a failed connection into words.

    ``resumes`` says whether the next try goes on; ``seen`` gives the fingerprint of the server's
    certificate.
    """
    if isinstance(error, ssl.SSLCertVerificationError):
        return _distrusted(host, error, seen())
    if isinstance(error, socket.gaierror):
        return _told(
            _("Không tìm thấy máy chủ {host}.").format(host=host),
            _("Kiểm tra máy đã có mạng chưa, rồi so lại địa chỉ từng chữ."),
            "name_not_found",
        )
    if isinstance(error, TimeoutError):
        return _told(
            _("Máy chủ {host} không trả lời.").format(host=host),
            _("Kiểm tra mạng rồi nhấn “Tải tiếp”, hoặc chép gói ra USB."),
            "timeout",
        )
    if isinstance(error, ConnectionRefusedError):
        return _told(
            _("Máy chủ {host} không mở cửa nhận.").format(host=host),
            _("So lại địa chỉ; nếu đúng, máy chủ đang tắt: báo cấp trên, hoặc thử lại sau."),
            "no_network",
        )
    if isinstance(error, (ConnectionError, HTTPException, ssl.SSLError)):
        goes_on = _("Nhấn “Tải tiếp”: phần đã tới nơi không phải gửi lại.")
        anew = _("Nhấn “Tải tiếp”: máy chủ này không giữ phần dở nên gói được gửi lại từ đầu.")
        return _told(
            _("Máy chủ {host} ngắt kết nối giữa chừng.").format(host=host),
            goes_on if resumes else anew,
            "cut",
        )
    return _told(
        _("Máy không nối được tới {host}.").format(host=host),
        _("Kiểm tra dây mạng hoặc Wi-Fi rồi thử lại, hoặc chép gói ra USB."),
        "no_network",
    )


def too_slow(host: str, *, resumes: bool) -> UserError:
    """Say that a server answered so slowly that nobody knows whether it ever ends."""
    goes_on = _("Chờ lúc mạng nhanh hơn rồi nhấn “Tải tiếp”, hoặc chép gói ra USB.")
    anew = _("Chờ lúc mạng nhanh hơn rồi tải lại từ đầu, hoặc chép gói ra USB.")
    return _told(
        _("Máy chủ {host} trả lời quá chậm nên đã dừng.").format(host=host),
        goes_on if resumes else anew,
        "timeout",
    )


def arrived_otherwise(host: str, name: str) -> UserError:
    """Say that the server holds something else than what was sent."""
    return _told(
        _("Đọc lại {name} ở máy chủ {host} thì thấy khác với tệp đã gửi.").format(
            name=name, host=host
        ),
        _("Tải lên lại; nếu vẫn vậy, báo cấp trên, hoặc chép gói ra USB."),
        "read_back_differs",
    )


def not_confirmed(host: str, name: str) -> UserError:
    """Say that the server took a file and lets nobody see it."""
    return _told(
        _(
            "Máy chủ {host} nhận {name} nhưng không cho xem lại, nên chưa chắc tệp đã tới đủ."
        ).format(name=name, host=host),
        _("Gọi cấp trên hỏi đã thấy tệp chưa, hoặc chép gói ra USB. Nhật ký chưa ghi là đã gửi."),
        "not_confirmed",
    )


# --- private


def _distrusted(host: str, error: ssl.SSLCertVerificationError, seen: str) -> UserError:
    why = {
        10: _("Chứng thư của máy chủ {host} đã hết hạn."),
        9: _("Chứng thư của máy chủ {host} chưa đến ngày có hiệu lực."),
        62: _("Chứng thư của máy chủ không phải của {host}."),
        64: _("Chứng thư của máy chủ không phải của {host}."),
    }.get(error.verify_code, _("Chưa có ai đáng tin bảo đảm cho máy chủ {host}."))
    remedy = _(
        "Kiểm tra ngày giờ của máy. Đọc vân tay cho cấp trên so qua điện thoại; nếu đúng là máy "
        "của họ, xin tệp chứng thư gốc và chọn tệp đó cho địa chỉ này."
    )
    if seen:
        fingerprint = _("Vân tay chứng thư máy chủ đưa ra: {seen}.").format(seen=seen)
        remedy = f"{fingerprint} {remedy}"
    return _told(why.format(host=host), remedy, "certificate")


def _told(message: str, remedy: str, code: str) -> UserError:
    return UserError(message, safe=_("Gói vẫn nguyên trong máy."), remedy=remedy, code=code)
