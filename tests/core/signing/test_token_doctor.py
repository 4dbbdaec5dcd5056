"""The lights of the token page: the first thing that is wrong is said in one sentence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from danvan_desktop.signing.token_doctor import Diagnosis, Light, diagnose, support_text
from danvan_desktop.signing.token_words import refusal
from danvan_desktop.signing.tokens import Looked, Module, Token
from tests.core.signing.kit import DAY, NOW
from tests.softhsm import OLD, RSA, Hsm

DRIVER = Module("VGCA", Path("eTPKCS11.dll"))


def _lights(diagnosis: Diagnosis) -> dict[str, Light]:
    return {lamp.key: lamp.light for lamp in diagnosis.lamps}


def test_everything_is_green(softhsm: Hsm) -> None:
    """A good token: seven green lamps, and the certificate that is fit is chosen."""
    token = replace(softhsm.token, pin_low=False)
    found = diagnose([Looked(softhsm.module, (token,))], now=NOW)
    assert set(_lights(found).values()) == {Light.OK}
    assert found.certificate is not None
    assert found.certificate.id != OLD
    assert found.advice == "Thiết bị ký sẵn sàng."


def test_no_driver_no_token_no_certificate() -> None:
    """What cannot be known is off, not red."""
    none = diagnose([], now=NOW)
    assert _lights(none)["driver"] is Light.BAD
    assert _lights(none)["token"] is Light.OFF
    assert "Cài phần mềm" in none.advice
    unplugged = diagnose([Looked(DRIVER)], now=NOW)
    assert _lights(unplugged)["token"] is Light.BAD
    assert "Cắm thiết bị" in unplugged.advice
    bare = diagnose([Looked(DRIVER, (Token(DRIVER, "x", "01"),))], now=NOW)
    assert _lights(bare)["certificate"] is Light.BAD
    broken = diagnose([Looked(DRIVER, error=refusal("driver_hangs", driver="VGCA"))], now=NOW)
    assert "không trả lời" in broken.lamps[0].text


def test_certificate_quality_and_clock(softhsm: Hsm) -> None:
    """Expired, not yet valid and a slow clock each light their own lamp."""
    token = replace(softhsm.token, pin_low=False)
    looked = [Looked(softhsm.module, (token,))]
    late = diagnose(looked, now=NOW + 400 * DAY)
    assert _lights(late)["validity"] is Light.BAD
    early = diagnose(looked, now=NOW - 900 * DAY, newest=NOW)
    assert (_lights(early)["validity"], _lights(early)["clock"]) == (Light.BAD, Light.BAD)
    soon = diagnose(looked, now=NOW + 350 * DAY)
    assert _lights(soon)["validity"] is Light.WARN
    assert "sắp hết hạn" in soon.advice


def test_tries_that_are_left(softhsm: Hsm) -> None:
    """Reminded after a wrong PIN, warned before the last, told when it is locked."""
    token = replace(softhsm.token, pin_low=False)
    for changed, light, words in (
        (replace(token, pin_low=True), Light.WARN, "3 lần sai"),
        (replace(token, pin_final=True), Light.WARN, "một lần thử"),
        (replace(token, pin_locked=True), Light.BAD, "nơi cấp chứng thư"),
        (replace(token, pin_change=True), Light.WARN, "Đổi PIN ban đầu"),
    ):
        found = diagnose([Looked(softhsm.module, (changed,))], now=NOW)
        assert _lights(found)["pin"] is light
        assert words in found.advice
    counted = diagnose([Looked(softhsm.module, (token,))], now=NOW, tries={token.serial: 2})
    assert "2 lần" in counted.advice


def test_token_used_last_is_looked_at_first(softhsm: Hsm) -> None:
    """With two tokens in the machine the page is about the one that signs."""
    token = softhsm.token
    other = Token(DRIVER, "khác", "99")
    looked = [Looked(DRIVER, (other,)), Looked(softhsm.module, (token,))]
    assert diagnose(looked, now=NOW).token == token
    assert diagnose(looked, now=NOW, wanted="99").token == other


def test_support_text_names_nobody(softhsm: Hsm) -> None:
    """A helper sees drivers, flags and dates, but no name and no serial number."""
    token = softhsm.token
    looked = [Looked(softhsm.module, (token,))]
    text = support_text(diagnose(looked, now=NOW), looked, version="1", system="Windows 11")
    assert "SoftHSM" in text
    assert "RSA 2048" in text
    chosen = next(one for one in token.certificates if one.id == RSA)
    assert chosen.info.name not in text
    assert chosen.info.serial not in text
    assert token.serial not in text
