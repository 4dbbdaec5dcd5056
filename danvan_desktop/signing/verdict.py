"""What a verification says: five states, each with its reasons in words.

The table ``REASONS`` is the whole vocabulary. To add a reason: one line there, and the place that
finds it in ``judge.py``, ``verify.py`` or ``bundles/``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from danvan_desktop.errors import Issue, Severity
from danvan_desktop.i18n import N_, _


class State(StrEnum):
    """How far a signature may be believed, from best to worst."""

    VALID = "valid"
    VALID_WITH_WARNING = "valid_with_warning"
    RESTRICTED = "restricted"
    UNKNOWN = "unknown"
    INVALID = "invalid"


STATE_TEXTS: dict[State, str] = {
    State.VALID: N_("Hợp lệ"),
    State.VALID_WITH_WARNING: N_("Hợp lệ, có điều cần lưu ý"),
    State.RESTRICTED: N_("Hợp lệ có giới hạn"),
    State.UNKNOWN: N_("Chưa xác định"),
    State.INVALID: N_("Không hợp lệ"),
}

_BADNESS = {state: rank for rank, state in enumerate(State)}

REASONS: dict[str, tuple[State, str]] = {
    # notes: the signature stays valid
    "revocation_not_checked": (
        State.VALID,
        N_(
            "Chưa kiểm tra việc thu hồi chứng thư từ ngày cấp {day}: máy không nối mạng và chưa có "
            "danh sách thu hồi của nơi cấp."
        ),
    ),
    "revocation_list_old": (
        State.VALID,
        N_("Chưa kiểm tra việc thu hồi chứng thư từ ngày {day}, là ngày của danh sách đang có."),
    ),
    "revocation_checked": (
        State.VALID,
        N_("Theo danh sách thu hồi ngày {day}, chứng thư chưa bị thu hồi."),
    ),
    "office_key": (
        State.VALID,
        N_("Ký bằng khóa cơ quan của phần mềm; không phải chữ ký số chuyên dùng công vụ."),
    ),
    "later_signed": (State.VALID, N_("Sau chữ ký này tệp được người khác ký tiếp.")),
    # worth a look
    "expires_soon": (State.VALID_WITH_WARNING, N_("Chứng thư sắp hết hạn, ngày {day}.")),
    "future_time": (
        State.VALID_WITH_WARNING,
        N_("Thời điểm ký {time} muộn hơn đồng hồ máy này; có thể một trong hai đồng hồ sai."),
    ),
    "no_time": (State.VALID_WITH_WARNING, N_("Chữ ký không ghi thời điểm ký.")),
    "no_office_code": (
        State.VALID_WITH_WARNING,
        N_("Chứng thư ký gói không ghi mã cơ quan nên không đối chiếu được với gói."),
    ),
    "block_on_print": (
        State.VALID_WITH_WARNING,
        N_("Dấu hoặc chữ ký thêm sau chạm vào chữ của trang {page}; hãy nhìn lại chỗ đó."),
    ),
    # sound, but of limited value
    "expired": (
        State.RESTRICTED,
        N_("Chứng thư đã hết hạn ngày {day}; ký trước đó nhưng không có dấu thời gian làm chứng."),
    ),
    "issuer_expired": (
        State.RESTRICTED,
        N_("Chứng thư của nơi cấp “{issuer}” đã hết hạn; không có dấu thời gian làm chứng."),
    ),
    "not_yet_valid": (
        State.RESTRICTED,
        N_(
            "Theo đồng hồ máy này chứng thư chưa có hiệu lực (từ ngày {day}); hãy xem lại ngày giờ."
        ),
    ),
    "demo": (State.RESTRICTED, N_("Ký bằng chứng thư thử nghiệm, không có giá trị pháp lý.")),
    # nothing broken, but nobody vouches for the signer
    "no_trust_list": (
        State.UNKNOWN,
        N_("Chưa có danh sách chứng thư tin cậy nên không biết ai bảo đảm cho người ký."),
    ),
    "unknown_issuer": (
        State.UNKNOWN,
        N_("Nơi cấp chứng thư “{issuer}” không có trong danh sách tin cậy."),
    ),
    "chain_refused": (
        State.UNKNOWN,
        N_("Chuỗi chứng thư của người ký không dẫn được tới nơi cấp trong danh sách tin cậy."),
    ),
    "unsigned": (State.UNKNOWN, N_("Tệp không có chữ ký số nào.")),
    "not_a_signed_file": (State.UNKNOWN, N_("Tệp không phải PDF và không phải gói số liệu.")),
    "sealed": (
        State.UNKNOWN,
        N_("Gói được mã hóa cho {name}; chỉ nơi đó mở và kiểm tra được chữ ký bên trong."),
    ),
    "encrypted": (State.UNKNOWN, N_("Tệp PDF có mật khẩu nên không kiểm tra được.")),
    # do not believe
    "changed": (State.INVALID, N_("Nội dung đã bị thay đổi sau khi ký.")),
    "signature_broken": (State.INVALID, N_("Chữ ký không khớp với chứng thư của người ký.")),
    "not_whole_file": (
        State.INVALID,
        N_("Sau chữ ký cuối cùng tệp còn bị thêm nội dung không được ký."),
    ),
    "overlay": (
        State.INVALID,
        N_("Khung chữ ký thêm sau che hoặc đè lên nội dung trang {page} mà người trước đã ký."),
    ),
    "stamp_not_proved": (
        State.INVALID,
        N_(
            "Trên chữ ký cuối cùng có dấu thời gian mà máy không kiểm chứng được; "
            "dấu thời gian không phải là chữ ký."
        ),
    ),
    "stamp_broken": (
        State.INVALID,
        N_(
            "Giữa các chữ ký có dấu thời gian hỏng, giả hoặc hiện nội dung lên trang; "
            "dấu thời gian không phải là chữ ký."
        ),
    ),
    "illegal_change": (
        State.INVALID,
        N_("Sau khi người này ký, tệp bị sửa những chỗ không được phép."),
    ),
    "unreadable": (State.INVALID, N_("Tệp bị hỏng hoặc bị cắt, không đọc được.")),
    "unreadable_signature": (State.INVALID, N_("Chữ ký bị hỏng hoặc không đúng chuẩn.")),
    "weak_digest": (State.INVALID, N_("Chữ ký dùng thuật toán băm yếu ({name}).")),
    "weak_key": (State.INVALID, N_("Khóa của người ký quá yếu ({name}).")),
    "key_usage": (State.INVALID, N_("Chứng thư này không được cấp để ký.")),
    "signed_outside_validity": (
        State.INVALID,
        N_("Thời điểm ký {time} nằm ngoài thời hạn của chứng thư ({start} – {end})."),
    ),
    "revoked": (State.INVALID, N_("Chứng thư đã bị thu hồi.")),
    "issuer_revoked": (State.INVALID, N_("Chứng thư của nơi cấp “{issuer}” đã bị thu hồi.")),
    "other_office": (
        State.INVALID,
        N_("Gói ghi của cơ quan {office} nhưng ký bằng khóa của {signer}."),
    ),
    "damaged_bundle": (State.INVALID, N_("Gói bị hỏng hoặc bị sửa: {detail}")),
}


@dataclass(frozen=True, slots=True)
class SignatureVerdict:
    """What is known about one signature; times are timezone-aware, ``reasons`` worst first.

    ``office_code`` is filled for office keys only, whose ``name`` is the office itself.
    """

    name: str
    role: str
    organisation: str
    office_code: str
    signed_at: datetime | None
    issuer: str
    valid_from: datetime | None
    valid_to: datetime | None
    fingerprint: str
    covers_whole_file: bool
    state: State
    reasons: tuple[Issue, ...]
    serial: str = ""
    """The serial number of the certificate, hex."""

    def as_dict(self) -> dict[str, Any]:
        """Return the verdict as plain values; times in ISO 8601."""
        return {
            "name": self.name,
            "role": self.role,
            "organisation": self.organisation,
            "office_code": self.office_code,
            "signed_at": self.signed_at.isoformat() if self.signed_at else None,
            "issuer": self.issuer,
            "valid_from": self.valid_from.isoformat() if self.valid_from else None,
            "valid_to": self.valid_to.isoformat() if self.valid_to else None,
            "fingerprint": self.fingerprint,
            "serial": self.serial,
            "covers_whole_file": self.covers_whole_file,
            "state": str(self.state),
            "text": state_text(self.state),
            "reasons": [_plain(one) for one in self.reasons],
        }


@dataclass(frozen=True, slots=True)
class FileVerdict:
    """What is known about one file: the worst of its signatures, never better."""

    path: Path
    kind: str
    state: State
    reasons: tuple[Issue, ...]
    signatures: tuple[SignatureVerdict, ...] = ()

    @property
    def accepted(self) -> bool:
        """Tell whether the content may be used: signed, unbroken, by someone who is vouched for."""
        return self.state in (State.VALID, State.VALID_WITH_WARNING, State.RESTRICTED)

    @property
    def text(self) -> str:
        """Return the state in the user's words."""
        return state_text(self.state)

    def as_dict(self) -> dict[str, Any]:
        """Return the verdict as plain values, for ``--json`` and logs."""
        return {
            "file": self.path.name,
            "kind": self.kind,
            "state": str(self.state),
            "text": self.text,
            "accepted": self.accepted,
            "reasons": [_plain(one) for one in self.reasons],
            "signatures": [one.as_dict() for one in self.signatures],
        }


def _plain(issue: Issue) -> dict[str, str]:
    return {"code": issue.code, "message": issue.message}


def state_text(state: State) -> str:
    """Return a state in the user's words."""
    return _(STATE_TEXTS[state])


def reason(code: str, **fields: str) -> Issue:
    """Make the Issue of a reason code; ``fields`` fill its sentence."""
    state, message = REASONS[code]
    severity = {State.INVALID: Severity.ERROR, State.VALID: Severity.NOTE}.get(
        state, Severity.WARNING
    )
    return Issue(code=code, message=_(message).format(**fields), severity=severity)


def worst(states: Iterable[State]) -> State:
    """Return the worst of some states; UNKNOWN when there is none, for nobody has signed."""
    return max(states, key=_BADNESS.__getitem__, default=State.UNKNOWN)


def state_of(reasons: Iterable[Issue]) -> State:
    """Return the state that follows from some reasons; VALID when there is none."""
    return worst([State.VALID, *(REASONS[one.code][0] for one in reasons)])


def worst_first(reasons: Iterable[Issue]) -> tuple[Issue, ...]:
    """Order reasons by weight, dropping repetitions."""
    unique = dict.fromkeys(reasons)
    return tuple(sorted(unique, key=lambda one: -_BADNESS[REASONS[one.code][0]]))
