import pytest
from hypothesis import given, strategies as st

from danvan_desktop.vietnamese import (
    LEGACY,
    VIETNAMESE_LETTERS,
    Decoded,
    decode,
    decode_by_font,
    encoding_of_font,
    is_capital_font,
    looks_tcvn3,
    looks_unicode,
)

# Small letters from 0xB5 to 0xFE of TCVN 5712:1993, written down from the standard.
STANDARD = {
    **dict(zip(range(0xA8, 0xAF), "ăâêôơưđ", strict=True)),
    **dict(zip(range(0xB5, 0xBA), "àảãáạ", strict=True)),
    **dict(zip([*range(0xBB, 0xBF), 0xC6], "ằẳẵắặ", strict=True)),
    **dict(zip(range(0xC7, 0xCC), "ầẩẫấậ", strict=True)),
    **dict(zip([0xCC, *range(0xCE, 0xD2)], "èẻẽéẹ", strict=True)),
    **dict(zip(range(0xD2, 0xD7), "ềểễếệ", strict=True)),
    **dict(zip([0xD7, 0xD8, 0xDC, 0xDD, 0xDE], "ìỉĩíị", strict=True)),
    **dict(zip([0xDF, *range(0xE1, 0xE5)], "òỏõóọ", strict=True)),
    **dict(zip(range(0xE5, 0xEA), "ồổỗốộ", strict=True)),
    **dict(zip(range(0xEA, 0xEF), "ờởỡớợ", strict=True)),
    **dict(zip([0xEF, *range(0xF1, 0xF5)], "ùủũúụ", strict=True)),
    **dict(zip(range(0xF5, 0xFA), "ừửữứự", strict=True)),
    **dict(zip(range(0xFA, 0xFF), "ỳỷỹýỵ", strict=True)),
}


def test_tcvn3_agrees_with_the_standard_on_every_small_letter() -> None:
    """All 67 small letters are there, each on its code."""
    assert {decode(chr(code), "TCVN3"): code for code in STANDARD} == {
        letter: code for code, letter in STANDARD.items()
    }
    assert set(STANDARD.values()) == {c for c in VIETNAMESE_LETTERS if c.islower()}


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("Thu gom bao gãi thuèc b¶o vÖ thùc vËt", "Thu gom bao gói thuốc bảo vệ thực vật"),
        ("§èi t\xadîng", "Đối tượng"),
        ("Khen th\xadëng", "Khen thưởng"),
        ("X. Tru«ng MÝt", "X. Truông Mít"),
        ("¡n, ¢n, £m, ¤ng, ¥n, ¦u", "Ăn, Ân, Êm, Ông, Ơn, Ưu"),
        ("“30°C” – 5 m²", "“30°C” – 5 m²"),
    ],
)
def test_decode_tcvn3(typed: str, text: str) -> None:
    """Texts from a commune's workbook come out as they look in their font."""
    assert decode(typed, "TCVN3") == text


@pytest.mark.parametrize(
    ("font", "encoding", "capital"),
    [
        (".VnTime", "TCVN3", False),
        (".VnTimeH", "TCVN3", True),
        (".VnArial NarrowH", "TCVN3", True),
        (".vnarial", "TCVN3", False),
        (" .VnAvant ", "TCVN3", False),
        ("Times New Roman", None, False),
        ("Batang H", None, False),
        ("", None, False),
        (None, None, False),
    ],
)
def test_fonts_tell_the_encoding(font: str | None, encoding: str | None, capital: bool) -> None:
    """The name of the font says how the cell was typed."""
    assert encoding_of_font(font) == encoding
    assert is_capital_font(font) is capital


def test_a_capital_font_gives_capitals() -> None:
    """.VnTimeH shows small letters as capitals; the text is stored as it was seen."""
    assert decode_by_font("céng hßa x· héi", ".VnTimeH") == Decoded("CỘNG HÒA XÃ HỘI", "TCVN3")


@pytest.mark.parametrize("text", ["Bộ phận Một cửa", "Hà", "Bo\u0302\u0323", "LÀ"])
def test_unicode_text_in_an_old_font_is_kept(text: str) -> None:
    """Half-converted workbooks hold Unicode in old fonts; converting it would spoil it."""
    decoded = decode_by_font(text, ".VnTime")
    assert decoded.kept
    assert len(decoded.text) <= len(text)
    assert decoded.text in ("Bộ phận Một cửa", "Hà", "Bộ", "LÀ")


def test_an_ordinary_font_changes_nothing() -> None:
    """Without an old font nobody touches the text."""
    assert decode_by_font("C«ng t¸c", "Arial") == Decoded("C«ng t¸c")
    assert decode_by_font("QP-AN", ".VnTime") == Decoded("QP-AN", "TCVN3")


def test_looks_unicode_needs_letters_of_its_own() -> None:
    """ASCII and signs prove nothing; à does where the encoding does not use it."""
    assert not looks_unicode("Céng t¸c “d©n vËn” – 2020")
    assert looks_unicode("Đối")
    assert not looks_unicode("Hà")
    assert looks_unicode("Hà", encoding="TCVN3")


@pytest.mark.parametrize("text", ["Quèc phßng - an ninh", "tËp thÓ", "côm thi ®ua sè 2", "Tæ Êp"])
def test_looks_tcvn3_without_a_font(text: str) -> None:
    """The words become syllables when decoded."""
    assert looks_tcvn3(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "TT", "2020", "Dân vận khéo", "xã", "bò", "lúa mì", "© 2020", "§ 5", "30°C"),
        *("café Montréal", "Ban Daân vaän Huyeän uûy", "Công tác dân vận"),
    ],
)
def test_looks_tcvn3_leaves_other_texts_alone(text: str) -> None:
    """Unicode, other languages, signs and VNI are not taken for TCVN3."""
    assert not looks_tcvn3(text)


@given(st.text())
def test_decoding_never_fails(text: str) -> None:
    """Any cell in any old font gives a text."""
    for code in LEGACY:
        assert isinstance(decode(text, code), str)
    assert isinstance(decode_by_font(text, ".VnTimeH").text, str)
    assert looks_tcvn3(text) in (True, False)
