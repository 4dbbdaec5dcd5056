"""Carried revocation lists, when an authority stands between the pinned one and the signer."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from danvan_desktop.signing.keys import SigningKey
from danvan_desktop.signing.pdf import sign_pdf
from danvan_desktop.signing.trust import TrustList
from danvan_desktop.signing.verdict import State
from danvan_desktop.signing.verify import verify_pdf
from tests.core.signing.kit import (
    DAY,
    NOW,
    Authority,
    make_authority,
    make_key,
    make_sub_authority,
    small_pdf,
)


@dataclass(frozen=True)
class Chain:
    """A root, the authority below it, a signer of that one and a paper signed by him."""

    root: Authority
    below: Authority
    key: SigningKey
    paper: Path


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory, authority: Authority) -> Chain:
    """Sign a paper that carries the certificate of the authority in between."""
    folder = tmp_path_factory.mktemp("chain")
    below = make_sub_authority(authority)
    key = make_key(folder, authority=below)
    paper = sign_pdf(small_pdf(folder / "a.pdf"), folder / "b.pdf", key, now=NOW).path
    return Chain(authority, below, key, paper)


CASES = {
    "signer revoked": (State.INVALID, "revoked", ("signer",)),
    "authority between revoked": (State.INVALID, "issuer_revoked", ("below",)),
    "both revoked": (State.INVALID, "revoked", ("signer", "below")),
    "neither revoked": (State.VALID, "revocation_checked", ("other", "other of root")),
    "authority between not looked up": (State.VALID, "revocation_not_checked", ("other",)),
    "signer not looked up": (State.VALID, "revocation_not_checked", ("other of root",)),
    "list of a namesake": (State.VALID, "revocation_not_checked", ("namesake",)),
}


@pytest.mark.parametrize("between_is_pinned", [False, True])
@pytest.mark.parametrize("name", CASES)
def test_revocation_along_the_path(name: str, chain: Chain, between_is_pinned: bool) -> None:
    """Every certificate between the signer and the pinned one is looked up with its issuer."""
    state, code, given = CASES[name]
    other = make_authority("Ai khác").der
    lists = {
        "signer": chain.below.crl(chain.key.certificate),
        "below": chain.root.crl(chain.below.der),
        "other": chain.below.crl(other),
        "other of root": chain.root.crl(other),
        "namesake": make_authority("CA con").crl(chain.key.certificate),
    }
    pinned = (chain.root.der, chain.below.der) if between_is_pinned else (chain.root.der,)
    trust = TrustList(pinned, tuple(lists[one] for one in given))
    verdict = verify_pdf(chain.paper, trust, now=NOW)
    if between_is_pinned and name == "authority between not looked up":
        code = "revocation_checked"
    assert (verdict.state, verdict.reasons[0].code) == (state, code), verdict.reasons


def test_signer_revoked_and_expired_since_is_still_revoked(
    tmp_path: Path, chain: Chain, authority: Authority
) -> None:
    """His dates do not hide it."""
    key = make_key(tmp_path, authority=chain.below, end=NOW + DAY)
    paper = sign_pdf(small_pdf(tmp_path / "a.pdf"), tmp_path / "b.pdf", key, now=NOW).path
    trust = TrustList((authority.der,), (chain.below.crl(key.certificate),))
    verdict = verify_pdf(paper, trust, now=NOW + 9 * DAY)
    assert (verdict.state, verdict.reasons[0].code) == (State.INVALID, "revoked")


def test_oldest_of_the_lists_gives_the_day(chain: Chain) -> None:
    """What is told is the day up to which all of the path is known."""
    other = make_authority("Ai khác").der
    lists = (chain.below.crl(other), chain.root.crl(other, moment=NOW - 60 * DAY))
    verdict = verify_pdf(chain.paper, TrustList((chain.root.der,), lists), now=NOW)
    assert verdict.reasons[0].code == "revocation_list_old"
