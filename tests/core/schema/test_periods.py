"""Codes of periods in the words of titles, and numbers that are kept scaled."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from danvan_desktop import i18n
from danvan_desktop.schema import (
    Period,
    Quantity,
    Year,
    day_in_period,
    is_period_code,
    period_code,
    period_name,
)
from danvan_desktop.schema.periods import last_month, month_count, period_kind, years_of


@pytest.fixture(scope="module")
def _compiled(root: Path) -> None:
    subprocess.run([sys.executable, str(root / "i18n" / "catalogues.py"), "compile"], check=True)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("H1/2020", "H1/2020"),
        ("6 tháng đầu năm 2020", "H1/2020"),
        ("KẾT QUẢ HÒA GIẢI SÁU THÁNG CUỐI NĂM 2019", "H2/2019"),
        ("Quý III năm 2021", "Q3/2021"),
        ("quý 1/2021", "Q1/2021"),
        ("9 tháng đầu năm 2022", "9T/2022"),
        ("tháng 3/2020", "T03/2020"),
        ("năm 2020", "N/2020"),
        ("Báo cáo công tác năm 2020 của xã", None),
        ("tháng 13/2020", None),
        ("5/2019", "T05/2019"),
        ("T5-2019", "T05/2019"),
        ("13/2019", None),
        ("Số 5/2019", None),
    ],
)
def test_period_is_read_from_words(words: str, code: str | None) -> None:
    """A title names its period, or none."""
    assert period_code(words) == code


def test_month_that_excel_made_a_day_is_a_period() -> None:
    """Excel keeps "5/2019" as 1 May 2019; another day names no period."""
    assert Period().parse(datetime(2019, 5, 1)).value == "T05/2019"
    assert Period().parse(datetime(2019, 5, 2)).code == "bad_period"


@given(st.sampled_from(["H1", "H2", "Q2", "9T", "N", "T02"]), st.integers(1950, 2080))
def test_day_of_a_period_is_in_its_year(kind: str, year: int) -> None:
    """The day on which a period's row counts lies in the year that the code names."""
    code = f"{kind}/{year}"
    assert Period().check(code) is None
    assert day_in_period(code).startswith(f"{year}-")


@pytest.mark.parametrize("kind", ["H1", "H2", "9T", "N", "Q1", "Q4", "T03", "T12"])
def test_name_of_a_period_names_it(kind: str) -> None:
    """What people read for a period leads back to its code."""
    assert period_code(period_name(f"{kind}/2020")) == f"{kind}/2020"


@pytest.mark.parametrize("kind", ["H1", "H2", "9T", "N", "Q1", "Q4", "T03", "T12"])
@pytest.mark.usefixtures("_compiled")
def test_english_name_of_a_period_names_it_too(kind: str) -> None:
    """A list that was copied in the other language can be read again."""
    i18n.use_language("en")
    shown = Period().format(f"{kind}/2020")
    assert Period().parse(shown).value == f"{kind}/2020", shown


def test_fine_quantity_keeps_a_kilogram_of_a_tonne() -> None:
    """An amount in tấn may be kept by the hundredth of a kilogram and still reads 1,525."""
    assert Quantity(parts=100_000).format(152_500) == "1,525"


@given(st.integers(0, 10**9))
def test_quantity_reads_what_it_shows(hundredths: int) -> None:
    """A printed quantity reads back as itself."""
    kind = Quantity()
    assert kind.parse(kind.format(hundredths)).value == hundredths


def test_quantity_with_too_many_decimals_is_refused() -> None:
    """Nothing is rounded in silence."""
    assert Quantity().parse("0,1234").code == "not_a_number"


def test_year_is_four_digits() -> None:
    """A year is no count: no separator, no two digits."""
    assert Year().parse("năm 2020").value == 2020
    assert Year().parse("20").code == "bad_date"


def test_several_years_are_a_period() -> None:
    """GD/2018-2020 is named, ends with its last year and has 36 months."""
    assert period_name("GD/2018-2020") == "giai đoạn 2018 - 2020"
    assert period_code("Tổng kết giai đoạn 2018 - 2020") == "GD/2018-2020"
    assert (month_count("GD/2018-2020"), last_month("GD/2018-2020")) == (36, (2020, 12))
    assert years_of("GD/2018-2020") == (2018, 2019, 2020)
    assert period_kind("GD/2018-2020") == "GD"
    assert not is_period_code("GD/2020-2018")
