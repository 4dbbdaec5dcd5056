"""Rules and formats have names for people, none is missing."""

from __future__ import annotations

from danvan_desktop.documents.profiles import all_profiles
from danvan_desktop.indicators.checks import CHECKS
from danvan_desktop.indicators.rule_names import RULE_NAMES, rule_name
from danvan_desktop.registers.choices import THE_THUC


def test_every_rule_has_a_name() -> None:
    """What the check of a period finds is never shown as W3 or E12."""
    codes = {code for codes, _check in CHECKS for code in codes.split()}
    assert codes <= set(RULE_NAMES)
    assert rule_name("W3") == "Đạt 100%"
    assert rule_name("typed_beside") == ""


def test_every_format_can_be_chosen_by_name() -> None:
    """The form of the office offers exactly the profiles that there are."""
    assert sorted(option.code for option in THE_THUC.options) == sorted(all_profiles())
    assert THE_THUC.format("ND30") == "Thể thức Nhà nước (NĐ 30)"
    assert THE_THUC.parse("hd 05").value == "DANG_HD05"
    assert THE_THUC.parse("DANG_HD99").value == THE_THUC.format("DANG_HD99") == "DANG_HD99"
