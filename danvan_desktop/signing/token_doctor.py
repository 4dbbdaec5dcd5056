"""What is wrong with a token, as plain lights: the first one that is not green says what to do.

Knows no driver: it judges what ``tokens.look`` has read, the clock and the tries that were seen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from danvan_desktop.errors import Severity
from danvan_desktop.i18n import N_, _
from danvan_desktop.signing.keys import SigningKey, check_key, day_text, time_text
from danvan_desktop.signing.token_words import pin_warning, refusal
from danvan_desktop.signing.tokens import Looked, Token, TokenCertificate

CLOCK_SLACK = timedelta(hours=26)
"""A clock is slow only beyond what a wrong time zone explains."""


class Light(StrEnum):
    """The state of one lamp; OFF is not known yet, because something before it is wrong."""

    OK = "ok"
    WARN = "warn"
    BAD = "bad"
    OFF = "off"


LABELS: dict[str, str] = {
    "driver": N_("Trình điều khiển"),
    "token": N_("Thiết bị"),
    "certificate": N_("Chứng thư"),
    "validity": N_("Hiệu lực"),
    "usage": N_("Mục đích"),
    "pin": N_("Số lần thử PIN"),
    "clock": N_("Đồng hồ máy"),
}
"""The lamps in their order: each needs those before it, but for the clock."""

USAGES: dict[str, str] = {
    "digital_signature": N_("ký số"),
    "content_commitment": N_("chống chối bỏ"),
    "key_encipherment": N_("mã hóa khóa"),
    "data_encipherment": N_("mã hóa dữ liệu"),
    "key_agreement": N_("thỏa thuận khóa"),
    "key_cert_sign": N_("cấp chứng thư"),
    "crl_sign": N_("ký danh sách thu hồi"),
}


@dataclass(frozen=True, slots=True)
class Lamp:
    """One light: its key, its state, what was found, what to do about it."""

    key: str
    light: Light
    text: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """All lamps, and the token and certificate that they are about."""

    lamps: tuple[Lamp, ...]
    token: Token | None = None
    certificate: TokenCertificate | None = None

    @property
    def advice(self) -> str:
        """One sentence for the first thing that is wrong, errors before reminders."""
        for light in (Light.BAD, Light.WARN):
            for lamp in self.lamps:
                if lamp.light is light:
                    return lamp.advice or lamp.text
        return _("Thiết bị ký sẵn sàng.")


def diagnose(
    looked: Sequence[Looked],
    *,
    now: datetime,
    newest: datetime | None = None,
    tries: Mapping[str, int] | None = None,
    wanted: str = "",
) -> Diagnosis:
    """Judge what was found on this machine.

    ``newest`` is the latest moment that the books know, against which the clock is checked.
    ``tries`` counts wrong PINs by serial number; ``wanted`` is the serial number of the token that
    was used last.
    """
    tokens = [token for one in looked for token in one.tokens]
    tokens.sort(key=lambda token: (token.serial != wanted, not _usable(token)))
    token = tokens[0] if tokens else None
    certificate = best_certificate(token, now) if token else None
    lamps = [_driver(looked), _token(looked, token)]
    lamps.append(_certificate(token, certificate))
    lamps += _quality(certificate, now)
    lamps.append(_pin(token, (tries or {}).get(token.serial, 0) if token else 0))
    lamps.append(_clock(certificate, now, newest))
    return Diagnosis(tuple(lamps), token, certificate)


def best_certificate(token: Token, now: datetime) -> TokenCertificate | None:
    """Choose the certificate to offer first: fit to sign now, then the one that lasts longest."""
    own = [one for one in token.certificates if not one.info.authority]
    return max(own, key=lambda one: (one.keyed, _fit(one, now), one.info.not_after), default=None)


def support_text(
    diagnosis: Diagnosis, looked: Sequence[Looked], *, version: str, system: str
) -> str:
    """Write what a helper needs to know: no names, no serial numbers, no certificates."""
    lines = [f"Dân Vận Desktop {version} · {system}", ""]
    for lamp in diagnosis.lamps:
        shown = "" if lamp.key in ("certificate", "token") else f": {lamp.text}"
        lines.append(f"[{lamp.light}] {_(LABELS[lamp.key])}{shown}")
    lines.append("")
    for one in looked:
        state = one.error.code if one.error else _("{n} thiết bị").format(n=len(one.tokens))
        lines.append(f"{one.module.name} · {one.module.path} · {state}")
        for token in one.tokens:
            flags = ("pin_low", "pin_final", "pin_locked", "pin_change", "pin_pad")
            raised = " ".join(flag for flag in flags if getattr(token, flag))
            lines.append(f"  {token.manufacturer} · {token.model} · {raised}")
            for certificate in token.certificates:
                info = certificate.info
                dates = f"{day_text(info.not_before)} – {day_text(info.not_after)}"
                usages = " ".join(info.usages)
                lines.append(f"    {info.key_text} · {info.issuer} · {dates} · {usages}")
    return "\n".join(lines) + "\n"


# --- private


def _driver(looked: Sequence[Looked]) -> Lamp:
    if not looked:
        return Lamp(
            "driver",
            Light.BAD,
            _("Chưa tìm thấy trình điều khiển nào."),
            _(
                "Cài phần mềm đi kèm thiết bị ký (VGCA, Viettel-CA, VNPT-CA…), rồi nhấn “Kiểm tra "
                "lại”; nếu đã cài thì nhấn “Chọn tệp trình điều khiển…”."
            ),
        )
    good = [one for one in looked if one.error is None]
    if not good:
        error = looked[0].error
        assert error is not None
        return Lamp("driver", Light.BAD, error.message, error.remedy)
    with_token = next((one for one in good if one.tokens), good[0])
    return Lamp("driver", Light.OK, f"{with_token.module.name} ({with_token.module.path.name})")


def _token(looked: Sequence[Looked], token: Token | None) -> Lamp:
    if token is not None:
        return Lamp("token", Light.OK, " · ".join(filter(None, (token.label, token.model))))
    if all(one.error for one in looked):
        return _off("token")
    return Lamp(
        "token",
        Light.BAD,
        _("Chưa thấy thiết bị nào được cắm."),
        _("Cắm thiết bị ký vào cổng USB, đợi đèn sáng rồi nhấn “Kiểm tra lại”."),
    )


def _certificate(token: Token | None, certificate: TokenCertificate | None) -> Lamp:
    if token is None:
        return _off("certificate")
    if certificate is None:
        return Lamp(
            "certificate",
            Light.BAD,
            _("Trên thiết bị chưa có chứng thư."),
            _("Hỏi nơi cấp chứng thư; thiết bị có thể chưa được nạp chứng thư."),
        )
    info = certificate.info
    text = f"{info.name} · {info.issuer}"
    if not certificate.keyed:
        missing = refusal("key_missing")
        return Lamp("certificate", Light.BAD, text, f"{missing.message} {missing.remedy}")
    return Lamp("certificate", Light.OK, text)


def _quality(certificate: TokenCertificate | None, now: datetime) -> list[Lamp]:
    """Judge validity and purpose by the same rules that refuse to sign."""
    if certificate is None:
        return [_off("validity"), _off("usage")]
    info = certificate.info
    issues = check_key(SigningKey(info, certificate.der), now)
    dates = _("{first} – {last}").format(
        first=day_text(info.not_before), last=day_text(info.not_after)
    )
    unsaid = _("không giới hạn") if info.may_sign else _("không ghi")
    usages = ", ".join(_(USAGES[one]) for one in info.usages) or unsaid
    lamps = []
    for key, codes, text in (
        ("validity", ("key_expired", "key_not_yet_valid", "key_expires_soon"), dates),
        ("usage", ("key_usage", "key_weak"), f"{usages} · {info.key_text}"),
    ):
        issue = next((one for one in issues if one.code in codes), None)
        if issue is None:
            lamps.append(Lamp(key, Light.OK, text))
            continue
        light = Light.BAD if issue.severity is Severity.ERROR else Light.WARN
        lamps.append(Lamp(key, light, text, f"{issue.message} {issue.remedy}".strip()))
    return lamps


def _pin(token: Token | None, tries: int) -> Lamp:
    if token is None:
        return _off("pin")
    warning = pin_warning(
        low=token.pin_low, final=token.pin_final, locked=token.pin_locked, tries=tries
    )
    if token.pin_locked or token.pin_final:
        text = _("đã khóa") if token.pin_locked else _("còn một lần")
        return Lamp("pin", Light.BAD if token.pin_locked else Light.WARN, text, warning)
    if warning:
        return Lamp("pin", Light.WARN, _("đã có lần nhập sai"), warning)
    if token.pin_change:
        return Lamp(
            "pin",
            Light.WARN,
            _("còn đủ; đang dùng PIN ban đầu"),
            _("Đổi PIN ban đầu bằng phần mềm của thiết bị."),
        )
    return Lamp("pin", Light.OK, _("còn đủ"))


def _clock(certificate: TokenCertificate | None, now: datetime, newest: datetime | None) -> Lamp:
    shown = time_text(now)
    if newest is not None and now < newest - CLOCK_SLACK:
        return Lamp(
            "clock",
            Light.BAD,
            shown,
            _("Đồng hồ máy chậm hơn lần ghi sổ gần nhất ({time}); chỉnh lại ngày giờ.").format(
                time=time_text(newest)
            ),
        )
    if certificate is not None and now < certificate.info.not_before:
        return Lamp(
            "clock",
            Light.WARN,
            shown,
            _("Theo đồng hồ máy, chứng thư chưa có hiệu lực; xem lại ngày giờ của máy."),
        )
    return Lamp("clock", Light.OK, shown)


def _off(key: str) -> Lamp:
    return Lamp(key, Light.OFF, _("chưa kiểm tra được"))


def _usable(token: Token) -> bool:
    return any(
        one.keyed and one.info.may_sign and not one.info.authority for one in token.certificates
    )


def _fit(certificate: TokenCertificate, now: datetime) -> bool:
    issues = check_key(SigningKey(certificate.info, certificate.der), now)
    return all(issue.severity is not Severity.ERROR for issue in issues)
