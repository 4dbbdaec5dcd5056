import pytest
from hypothesis import given, strategies as st

from danvan_desktop.vietnamese import (
    LEGACY,
    VIETNAMESE_LETTERS,
    Decoded,
    decode,
    decode_by_font,
    encoding_of_font,
    guess_encoding,
    is_capital_font,
    looks_unicode,
    mend,
    nfc,
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


def test_tcvn3_capitals_have_their_codes_or_their_font() -> None:
    """Seven capitals have codes of their own (A1–A7); a capital font makes all 67 from small."""
    alone = dict(zip(range(0xA1, 0xA8), "ĂÂÊÔƠƯĐ", strict=True))
    assert {code: decode(chr(code), "TCVN3") for code in alone} == alone
    for code, letter in STANDARD.items():
        assert decode(chr(code), "TCVN3", upper=True) == letter.upper()


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
        ("VNI-Times", "VNI", False),
        ("VNI-Helve-Condense", "VNI", False),
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


def test_vni_agrees_with_its_code_table_on_every_letter() -> None:
    """All 134 letters come from the bytes that the published table gives for VNI Windows."""
    assert {decode(bytes(codes).decode("latin-1"), "VNI") for codes in VNI} == VIETNAMESE_LETTERS
    for codes, letter in VNI.items():
        assert decode(bytes(codes).decode("latin-1"), "VNI") == letter


def _vni_table() -> dict[tuple[int, ...], str]:
    """The table by code points: the tone's or hat's byte behind the bare letter."""
    tones = {"\u0300": 0xF8, "\u0301": 0xF9, "\u0309": 0xFB, "\u0303": 0xF5, "\u0323": 0xEF}
    hats = {
        "": 0xE2,
        "\u0300": 0xE0,
        "\u0301": 0xE1,
        "\u0309": 0xE5,
        "\u0303": 0xE3,
        "\u0323": 0xE4,
    }
    bows = {
        "": 0xEA,
        "\u0300": 0xE8,
        "\u0301": 0xE9,
        "\u0309": 0xFA,
        "\u0303": 0xFC,
        "\u0323": 0xEB,
    }
    alone = {"đ": 0xF1, "ơ": 0xF4, "ư": 0xF6, "ì": 0xEC, "í": 0xED, "ỉ": 0xE6, "ĩ": 0xF3, "ị": 0xF2,
             "ỵ": 0xEE}  # fmt: skip
    table: dict[tuple[int, ...], str] = {(code,): letter for letter, code in alone.items()}
    for base in "aeouy":
        table.update({(ord(base), code): nfc(base + tone) for tone, code in tones.items()})
    table.update({(ord(b), code): nfc(b + "\u0302" + t) for b in "aeo" for t, code in hats.items()})
    table.update({(ord("a"), code): nfc("a\u0306" + tone) for tone, code in bows.items()})
    for letter in "ơư":
        table.update({(alone[letter], code): nfc(letter + t) for t, code in tones.items()})
    del table[ord("y"), 0xEF]
    capitals = {
        tuple(ord(chr(code).upper()) for code in codes): letter.upper()
        for codes, letter in table.items()
    }
    return {**table, **capitals}


VNI = _vni_table()


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("ÑAÛNG UÛY XAÕ LOÄC NINH", "ĐẢNG ỦY XÃ LỘC NINH"),
        ("Löôït ngöôøi döï", "Lượt người dự"),
        ("Hoøa giaûi ôû cô sôû", "Hòa giải ở cơ sở"),
        ("Uûy ban, AÂn, Ñoaøn", "Ủy ban, Ân, Đoàn"),
        ("Tính ñeán 14/6 – 5 m²", "Tính đến 14/6 – 5 m²"),
    ],
)
def test_decode_vni(typed: str, text: str) -> None:
    """Two bytes for a letter, whichever case the mark has."""
    assert decode(typed, "VNI") == text


@given(st.text(alphabet=sorted(VIETNAMESE_LETTERS | set("bcdhkmnt 12,-"))))
def test_encoding_and_decoding_agree(text: str) -> None:
    """Whatever is typed in VNI or TCVN3 comes back letter by letter."""
    vni = {letter: bytes(codes).decode("latin-1") for codes, letter in VNI.items()}
    typed = "".join(vni.get(char, char) for char in text)
    assert decode(typed, "VNI") == text
    tcvn3 = {letter: chr(code) for code, letter in STANDARD.items()}
    small = text.lower()
    assert decode("".join(tcvn3.get(char, char) for char in small), "TCVN3") == small


@pytest.mark.parametrize("text", ["Hòa bình", "Chà Là", "Công tác dân vận", "Tý"])
def test_unicode_text_in_a_vni_font_is_kept(text: str) -> None:
    """Words that are Vietnamese as they stand, and are not when decoded, are Unicode."""
    assert decode_by_font(text, "VNI-Times") == Decoded(text, "VNI", kept=True)


@pytest.mark.parametrize("text", ["HND", "27/12/2019", "Chí Minh", "", "Covid-19"])
def test_a_text_without_codes_is_not_reported(text: str) -> None:
    """Nothing to convert and nothing to warn of."""
    assert decode_by_font(text, "VNI-Times") == Decoded(text, "VNI")


def test_a_half_converted_text_is_mended() -> None:
    """Words that still are in the old encoding are converted, the others stay."""
    mixed = "Công tác dân vận, quèc phßng, tËp thÓ"
    assert decode_by_font(mixed, ".VnTime") == Decoded(
        "Công tác dân vận, quốc phòng, tập thể", "TCVN3"
    )
    assert mend("Đối thoại taïi xaõ", "VNI") == "Đối thoại tại xã"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *((t, "TCVN3") for t in ("Quèc phßng - an ninh", "tËp thÓ", "côm thi ®ua sè 2", "Tæ Êp")),
        *((t, "VNI") for t in ("Ban Daân vaän Huyeän uûy", "Coäng", "Löôït ngöôøi döï")),
    ],
)
def test_bytes_tell_the_encoding_without_a_font(text: str, encoding: str) -> None:
    """The words become syllables when decoded."""
    assert guess_encoding([text]) == encoding


@pytest.mark.parametrize(
    "text",
    [
        *("", "TT", "2020", "Dân vận khéo", "xã", "bò", "lúa mì", "© 2020", "§ 5", "30°C"),
        *("café Montréal", "Công tác dân vận", "toán", "Müller"),
    ],
)
def test_bytes_leave_other_texts_alone(text: str) -> None:
    """Unicode, other languages and signs are of no old encoding."""
    assert guess_encoding([text]) is None


@given(st.text())
def test_decoding_never_fails(text: str) -> None:
    """Any cell in any old font gives a text."""
    for code in LEGACY:
        assert isinstance(decode(text, code), str)
        assert isinstance(mend(text, code), str)
    for font in (".VnTimeH", "VNI-Times"):
        assert isinstance(decode_by_font(text, font).text, str)
    assert guess_encoding([text]) in (None, *LEGACY)
