"""One office, its key and one bundle for the whole folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from danvan_desktop.signing.issuing import make_office_key
from danvan_desktop.signing.keys import SigningKey
from danvan_desktop.signing.trust import TrustList
from tests.core.bundles.kit import OFFICE, OFFICE_NAME, make_bundle
from tests.core.signing.kit import NOW


@pytest.fixture(scope="session")
def office_key(tmp_path_factory: pytest.TempPathFactory) -> SigningKey:
    """Return the key of the sending office."""
    folder = tmp_path_factory.mktemp("office-key")
    return make_office_key(folder, office_code=OFFICE, office_name=OFFICE_NAME, now=NOW)


@pytest.fixture(scope="session")
def province(office_key: SigningKey) -> TrustList:
    """Return the province's trust list, on which the office is enrolled."""
    return TrustList((office_key.certificate,))


@pytest.fixture(scope="session")
def bundle(tmp_path_factory: pytest.TempPathFactory, office_key: SigningKey) -> Path:
    """Return a well signed bundle; tests read it and never write it."""
    return make_bundle(tmp_path_factory.mktemp("bundle"), office_key).path
