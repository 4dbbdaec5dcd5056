"""A power cut in the middle of a form: nothing typed is lost (acceptance scenario 10)."""

from __future__ import annotations

from pathlib import Path

import pytest

from danvan_desktop.context import open_context
from danvan_desktop.organisation.setup import read_setup
from tests.journeys.desktop import ROOT, running

SAMPLE = ROOT / "resources" / "sample"
MODEL = "Tổ phụ nữ tiết kiệm ấp Bàu Sen"
KEPT = "Bản nháp đã giữ lúc"
PLACE = "Thực trạng, lý do"
CONTENT = "Mỗi chị góp 50.000 đồng một tháng"


@pytest.mark.journey
def test_killed_program_offers_the_form_again(tmp_path: Path, pictures: Path) -> None:
    """After kill -9 the next start asks, and restores text and place of a half-filled form."""
    context = open_context(tmp_path / "data")
    context.set_up(read_setup(SAMPLE / "office.json", SAMPLE / "units.csv"))
    context.close()
    with running(tmp_path / "data", pictures) as desktop:
        desktop.find("Làm nhanh")
        desktop.fill_screen()
        desktop.click("Mô hình mới")
        desktop.fill("Tên mô hình, điển hình", MODEL)
        before = desktop.find(KEPT).name
        desktop.fill(PLACE, CONTENT)
        desktop.wait(lambda: desktop.find(KEPT).name != before, "the last letters are kept")
        desktop.picture("dang-go")
        desktop.kill()
        desktop.start()
        desktop.find("Khôi phục bản nháp đang gõ dở?", role="label")
        desktop.picture("hoi-khoi-phuc")
        desktop.click("Khôi phục", role="push button", whole=True)
        desktop.wait(lambda: desktop.find(PLACE, role="text").text == CONTENT, "the text")
        desktop.wait(lambda: "FOCUSED" in desktop.find(PLACE, role="text").states, "the same field")
        assert desktop.find("Tên mô hình, điển hình", role="text").text == MODEL
        desktop.picture("da-khoi-phuc")
