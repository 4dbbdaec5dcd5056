"""What is said when a token or its driver refuses: what happened, what is safe, what to do."""

from __future__ import annotations

from danvan_desktop.errors import UserError
from danvan_desktop.i18n import N_, _

_ISSUER = N_("Mang thiết bị tới nơi cấp chứng thư để mở khóa.")
_DRIVER = N_(
    "Cài lại phần mềm của thiết bị (bản 64-bit), hoặc chọn tệp trình điều khiển khác ở trang "
    "“Thiết bị ký”."
)

REFUSALS: dict[str, tuple[str, str]] = {
    "pin_wrong": (
        N_("PIN không đúng."),
        N_("Gõ lại PIN; tắt bộ gõ tiếng Việt và kiểm tra phím Caps Lock."),
    ),
    "pin_locked": (N_("Thiết bị ký đã khóa vì nhập sai PIN nhiều lần."), _ISSUER),
    "pin_expired": (
        N_("PIN của thiết bị ký đã hết hạn."),
        N_("Đổi PIN bằng phần mềm của thiết bị rồi ký lại."),
    ),
    "pin_missing": (
        N_("Thiết bị ký chưa được đặt PIN."),
        N_("Đặt PIN bằng phần mềm của thiết bị rồi ký lại."),
    ),
    "token_gone": (
        N_("Không còn thấy thiết bị ký; có thể vừa bị rút ra."),
        N_("Cắm lại thiết bị, đợi đèn sáng rồi làm lại."),
    ),
    "token_cancelled": (N_("Việc ký bị dừng trên thiết bị."), N_("Ký lại khi sẵn sàng.")),
    "key_missing": (
        N_("Trên thiết bị không có khóa bí mật của chứng thư này."),
        N_("Chọn chứng thư khác; nếu chỉ có một thì hỏi nơi cấp chứng thư."),
    ),
    "driver_bad": (N_("Trình điều khiển {driver} không nạp được."), _DRIVER),
    "driver_failed": (
        N_("Thiết bị ký báo lỗi ({detail})."),
        N_("Rút thiết bị, cắm lại rồi làm lại; mở trang “Thiết bị ký” để kiểm tra."),
    ),
    "driver_crashed": (N_("Trình điều khiển {driver} dừng đột ngột."), _DRIVER),
    "driver_hangs": (
        N_("Trình điều khiển {driver} không trả lời."),
        N_("Rút thiết bị, cắm lại rồi làm lại; đóng các phần mềm khác đang dùng thiết bị."),
    ),
}
"""Code of a refusal → what happened, what to do."""


def refusal(code: str, *, driver: str = "", detail: str = "") -> UserError:
    """Make the UserError of a code; nothing was signed in any of these cases."""
    message, remedy = REFUSALS.get(code, REFUSALS["driver_failed"])
    return UserError(
        _(message).format(driver=driver, detail=detail or code),
        safe=_("Chưa ký gì."),
        remedy=_(remedy),
        code=code,
    )


def pin_warning(*, low: bool, final: bool, locked: bool, tries: int = 0) -> str:
    """Say before the PIN field what a wrong PIN would do; "" when nothing is known against it.

    ``tries`` is how many wrong ones this program has seen since the last right one.
    """
    if locked:
        return _("Thiết bị đã khóa PIN. Mang tới nơi cấp chứng thư để mở khóa.")
    if final:
        return _("Chỉ còn một lần thử: sai lần này thiết bị sẽ khóa. Không chắc PIN thì dừng lại.")
    if tries:
        return _("Đã nhập sai {n} lần liên tiếp. Nhiều thiết bị tự khóa sau 3 lần sai.").format(
            n=tries
        )
    if low:
        return _("PIN đã bị nhập sai trước đó. Nhiều thiết bị tự khóa sau 3 lần sai.")
    return ""
