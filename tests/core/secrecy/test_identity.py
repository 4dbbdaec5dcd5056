"""Numbers that identify a private person, and numbers that do not."""

from __future__ import annotations

import pytest

from danvan_desktop.secrecy import identifies_person, states_identity_number


@pytest.mark.parametrize(
    "text",
    [
        "N.V.A, 072099001234",
        "079 099 001 234",
        "290123456",
        "CMND 29012345",
        "0912345678",
        "0912.345.678",
        "+84912345678",
    ],
)
def test_number_of_a_person_is_found(text: str) -> None:
    """Identity cards of nine and twelve digits and telephones identify."""
    assert identifies_person(text)


@pytest.mark.parametrize("text", ["N.V.A", "bà B., tổ 12, ấp 3", "12/2020", "125-QĐ/HU", "1.250"])
def test_initials_and_small_numbers_pass(text: str) -> None:
    """What a field about a person should hold is not refused."""
    assert not identifies_person(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Bà B., CCCD số 072099001234, kiến nghị", True),
        ("Ông C. 072099001234", True),
        ("Kinh phí 123456789 đồng", False),
        ("500.000.000 đồng", False),
        ("Liên hệ văn phòng 02763877001", False),
    ],
)
def test_only_identity_numbers_count_in_other_texts(text: str, found: bool) -> None:
    """Money and office telephones are no identity numbers."""
    assert states_identity_number(text) is found
