"""Things that are slow to make are made once for the whole folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from danvan_desktop.documents.pdf_fonts import faces
from danvan_desktop.signing.keys import SigningKey
from tests.core.signing.kit import Authority, make_authority, make_key
from tests.softhsm import Hsm, hsm


@pytest.fixture(scope="session")
def authority() -> Authority:
    """Return an authority that the verifier trusts."""
    return make_authority()


@pytest.fixture(scope="session")
def key(tmp_path_factory: pytest.TempPathFactory, authority: Authority) -> SigningKey:
    """Return a good personal key."""
    return make_key(tmp_path_factory.mktemp("key"), authority=authority)


@pytest.fixture(scope="session")
def font() -> Path:
    """Return the serif font with which papers are printed."""
    return faces().family.regular


@pytest.fixture(scope="session")
def font_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder for scaled fonts."""
    return tmp_path_factory.mktemp("fonts")


@pytest.fixture(scope="session")
def softhsm(tmp_path_factory: pytest.TempPathFactory, authority: Authority) -> Iterator[Hsm]:
    """Make a token with an RSA key, an EC key and an expired one; skip without SoftHSM."""
    with hsm(tmp_path_factory.mktemp("hsm"), authority) as made:
        yield made
