"""Twelve offices, several periods, bundles lost, doubled and mixed: the totals are exact."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from danvan_desktop.bundles.inbox import answer_all, take_all
from danvan_desktop.bundles.protocol import Verdict
from danvan_desktop.bundles.receipts import take_in
from danvan_desktop.context import Context
from danvan_desktop.indicators import compute
from danvan_desktop.indicators.engine import shares
from danvan_desktop.signing.trust import TrustList
from danvan_desktop.storage.reader import count
from danvan_desktop.storage.values import ListQuery
from tests.core.sync.province_kit import PLACES, Office, enrol, make_office

PERIODS = {"H1/2019": ("2019-02", "2019-05"), "H2/2019": ("2019-09",), "H1/2020": ("2020-02",)}
CODES = ("doi_thoai_cuoc", "doi_thoai_nguoi")


@pytest.fixture
def offices(
    empty_data_dir: Path, tmp_path: Path, clock: Any, receiver: Context
) -> Iterator[list[Office]]:
    """Open twelve enrolled districts without records."""
    made = [make_office(empty_data_dir, tmp_path / p, p, clock) for p in PLACES]
    enrol(receiver, *made)
    yield made
    for one in made:
        one.context.close()


def test_shuffled_bundles_with_losses_give_the_offices_totals(
    receiver: Context, offices: list[Office], tmp_path: Path
) -> None:
    """One in five is lost, some come twice and late; after one more round all is equal."""
    random = Random(7)
    trust = TrustList((receiver.office_key().certificate,))
    receipts = tmp_path / "receipts"
    receipts.mkdir()
    for period, months in PERIODS.items():
        heap: list[Path] = []
        for office in offices:
            for month in months:
                day = f"{month}-{random.randrange(10, 28)}"
                office.dialogue(day, people=random.randrange(10, 99), unit=random.randrange(1, 3))
            made = office.send(period)
            if random.random() > 0.2:
                heap += [made, *(office.sent[:1] if random.random() < 0.3 else ())]
        random.shuffle(heap)
        outcomes = take_all(receiver, heap)
        assert not any(one.refused for one in outcomes)
        for path in answer_all(
            receiver, [one.received for one in outcomes], receipts, receiver.office_key()
        ):
            if random.random() > 0.2:
                office = next(o for o in offices if path.name.startswith(o.code + "_"))
                take_in(office.context, path, trust)
    last = [office.send("H1/2020") for office in offices]
    verdicts = {one.received.verdict for one in take_all(receiver, last)}
    assert verdicts <= {Verdict.MERGE, Verdict.REPLACE, Verdict.NOTHING}
    for code in PERIODS:
        whole = receiver.period(code)
        here = compute(receiver, whole, CODES)
        there = [compute(one.context, one.context.period(code), CODES) for one in offices]
        for indicator in CODES:
            assert here[indicator].value == sum(one[indicator].value or 0 for one in there)
            split = shares(receiver, indicator, whole)
            assert [split[one.code].value for one in offices] == [
                one[indicator].value for one in there
            ]
    query = ListQuery(register="doi_thoai")
    everywhere = sum(count(one.context.database, query) for one in offices)
    assert count(receiver.database, query) == everywhere == 48
