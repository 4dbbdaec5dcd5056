"""Papers signed in one go and in their order, and papers that come back signed elsewhere."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from pyhanko.stamp import TextStampStyle
from pypdf import PdfReader, PdfWriter

from danvan_desktop.context import Context
from danvan_desktop.errors import Cancelled, UserError
from danvan_desktop.reports.drafts import find_report, start_paper
from danvan_desktop.reports.paper_files import paper_pdf, sign_report
from danvan_desktop.reports.service import freeze
from danvan_desktop.reports.signing_order import turns_of
from danvan_desktop.reports.signing_papers import Job, sign_papers
from danvan_desktop.reports.taking_back import Doubt, Likeness, examine, take_back
from danvan_desktop.signing.keys import SigningKey
from danvan_desktop.signing.pdf import Signatory, sign_pdf
from danvan_desktop.signing.trust import TrustList
from danvan_desktop.signing.verdict import State
from danvan_desktop.signing.verify import verify_pdf
from danvan_desktop.storage.values import Record
from tests.core.reports.other_program import UPDATES, signed_by_another
from tests.core.signing.kit import NOW, Authority, make_authority, make_key, small_pdf

Keys = Callable[..., SigningKey]

HEAD = Signatory("Nguyễn Văn A", "Trưởng Ban", "Ban Dân vận")


@pytest.fixture(scope="module")
def authority() -> Authority:
    """Return the authority that vouches for both keys."""
    return make_authority()


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory, authority: Authority) -> SigningKey:
    """Return the key with which everybody signs here."""
    return make_key(tmp_path_factory.mktemp("key"), authority=authority, name=HEAD.name)


@pytest.fixture
def minutes(reporting: Context, meeting_id: str) -> Record:
    """Issue the minutes of the half-year conference."""
    draft = start_paper(reporting, "bien_ban_hoi_nghi", records=[meeting_id])
    return freeze(reporting, draft.id)


def test_secretary_signs_minutes_before_the_chair(
    reporting: Context, minutes: Record, key: SigningKey, authority: Authority
) -> None:
    """Each has a place; the chair waits; the minutes are signed when both have."""
    turns = turns_of(reporting, minutes)
    assert turns.ordered
    secretary, chair = turns.turns
    assert (secretary.role, chair.role) == ("Thư ký", "Chủ trì")
    with pytest.raises(UserError) as refused:
        sign_report(reporting, minutes.id, key, signatory=Signatory(chair.name, chair.role))
    assert refused.value.code == "wrong_order"
    assert secretary.name in refused.value.message
    one = sign_report(reporting, minutes.id, key, signatory=Signatory(secretary.name, "Thư ký"))
    assert one.values["trang_thai"] == "chot"
    assert turns_of(reporting, one).next == chair
    two = sign_report(reporting, minutes.id, key, signatory=Signatory(chair.name, "Chủ trì"))
    assert two.values["trang_thai"] == "da_ky"
    assert turns_of(reporting, two).complete


def test_nobody_signs_minutes_of_others_or_twice(
    reporting: Context, minutes: Record, key: SigningKey
) -> None:
    """A stranger has no place on minutes, and a signature once made is not made again."""
    with pytest.raises(UserError) as refused:
        sign_report(reporting, minutes.id, key, signatory=Signatory("Người Khác"))
    assert refused.value.code == "not_a_signer"
    secretary = turns_of(reporting, minutes).turns[0]
    sign_report(reporting, minutes.id, key, signatory=Signatory(secretary.name))
    with pytest.raises(UserError) as refused:
        sign_report(reporting, minutes.id, key, signatory=Signatory(secretary.name))
    assert refused.value.code == "already_signed"


def test_several_papers_are_signed_in_one_go(
    reporting: Context, issued: Record, minutes: Record, key: SigningKey
) -> None:
    """Each has its own result; one that is refused does not stop the next."""
    secretary = turns_of(reporting, minutes).turns[0]
    jobs = [
        Job(minutes, Signatory("Người Khác")),
        Job(issued, Signatory("Người Khác")),
        Job(issued, HEAD),
        Job(minutes, Signatory(secretary.name, secretary.role)),
    ]
    refused, strange, one, two = sign_papers(reporting, jobs, key, visible=False)
    assert refused.error is not None
    assert refused.error.code == "not_a_signer"
    assert strange.error is not None
    assert strange.error.code == "other_signer"
    assert one.saved is not None
    assert one.saved.values["trang_thai"] == "da_ky"
    assert two.saved is not None


def test_stopping_between_papers_keeps_what_was_signed(
    reporting: Context, issued: Record, minutes: Record, key: SigningKey
) -> None:
    """What was signed before stays; the rest is as it was."""

    def stop(done: int, total: int, text: str = "") -> None:
        if done:
            raise Cancelled

    jobs = [Job(issued, HEAD), Job(minutes, HEAD)]
    one, two = sign_papers(reporting, jobs, key, progress=stop)
    assert one.saved is not None
    assert (two.saved, two.error) == (None, None)


def test_unfit_key_ends_the_row(
    reporting: Context, issued: Record, minutes: Record, tmp_path: Path, authority: Authority
) -> None:
    """With an expired certificate the second paper is not even tried."""
    old = make_key(
        tmp_path, authority=authority, end=datetime.fromisoformat("2020-06-01T00:00:00Z")
    )
    one, two = sign_papers(reporting, [Job(issued, HEAD), Job(minutes, HEAD)], old)
    assert one.error is not None
    assert one.error.code == "key_expired"
    assert (two.saved, two.error) == (None, None)


def test_paper_whose_bytes_changed_is_not_signed(
    reporting: Context, issued: Record, key: SigningKey
) -> None:
    """One bit on the disk is enough."""
    digest = str(issued.values["tep_pdf"])
    place = reporting.paths.attachments / digest[:2] / digest
    content = bytearray(place.read_bytes())
    content[len(content) // 2] ^= 1
    place.write_bytes(content)
    with pytest.raises(UserError) as refused:
        sign_report(reporting, issued.id, key, signatory=HEAD)
    assert refused.value.code == "damaged"


# --- a paper that comes back


def _signed_elsewhere(
    reporting: Context, record: Record, folder: Path, key: SigningKey, content: bytes | None = None
) -> Path:
    source = folder / "out.pdf"
    source.write_bytes(content or paper_pdf(reporting, record.id))
    now = datetime.fromisoformat(reporting.clock.now())
    return sign_pdf(source, folder / "back.pdf", key, now=now).path


def test_paper_signed_elsewhere_is_taken_back(
    reporting: Context, issued: Record, key: SigningKey, authority: Authority, tmp_path: Path
) -> None:
    """Its beginning is the issued file: it is kept as the signed one, and undo takes it out."""
    path = _signed_elsewhere(reporting, issued, tmp_path, key)
    found = examine(reporting, issued.id, path, authority.trust)
    assert found.likeness is Likeness.SAME_BYTES
    assert found.verdict.state is State.VALID
    saved = take_back(reporting, found)
    assert saved.values["trang_thai"] == "da_ky"
    assert paper_pdf(reporting, issued.id) == path.read_bytes()


@pytest.mark.parametrize("what", UPDATES)
def test_issued_file_that_was_updated_before_it_was_signed_is_another_paper(
    what: str,
    reporting: Context,
    issued: Record,
    key: SigningKey,
    authority: Authority,
    tmp_path: Path,
) -> None:
    """Its first bytes are the issued ones and its signature is good, but it shows other pages."""
    path = tmp_path / "back.pdf"
    path.write_bytes(signed_by_another(UPDATES[what](paper_pdf(reporting, issued.id)), key))
    assert verify_pdf(path, authority.trust, now=NOW).state is State.VALID
    with pytest.raises(UserError) as refused:
        examine(reporting, issued.id, path, authority.trust)
    assert refused.value.code == "other_paper"
    assert find_report(reporting, issued.id).values["trang_thai"] == "chot"


def test_paper_that_two_signed_in_another_program_is_taken_back(
    reporting: Context, issued: Record, key: SigningKey, authority: Authority, tmp_path: Path
) -> None:
    """Signatures, one of them with a picture on the page, are all that may be added."""
    stamp = TextStampStyle(stamp_text="da ky")
    once = signed_by_another(paper_pdf(reporting, issued.id), key, stamp=stamp)
    path = tmp_path / "back.pdf"
    path.write_bytes(signed_by_another(once, key, field="Hai"))
    found = examine(reporting, issued.id, path, authority.trust)
    assert found.likeness is Likeness.SAME_BYTES
    assert found.doubts == ()


def test_picture_of_a_signature_over_the_text_is_kept_only_when_confirmed(
    reporting: Context, issued: Record, key: SigningKey, authority: Authority, tmp_path: Path
) -> None:
    """The bytes are the issued ones, but on the page something else stands in their place."""
    stamp = TextStampStyle(stamp_text="81 mo hinh", border_width=3)
    path = tmp_path / "back.pdf"
    data = paper_pdf(reporting, issued.id)
    path.write_bytes(signed_by_another(data, key, stamp=stamp, box=(80, 400, 500, 700)))
    found = examine(reporting, issued.id, path, authority.trust)
    assert found.doubts == (Doubt.HIDES_PRINT,)


def test_paper_that_was_saved_anew_is_known_by_its_pages(
    reporting: Context, issued: Record, key: SigningKey, authority: Authority, tmp_path: Path
) -> None:
    """Another program wrote the file anew before signing: same text, same pictures."""
    out = io.BytesIO()
    PdfWriter(clone_from=PdfReader(io.BytesIO(paper_pdf(reporting, issued.id)))).write(out)
    path = _signed_elsewhere(reporting, issued, tmp_path, key, out.getvalue())
    found = examine(reporting, issued.id, path, authority.trust)
    assert found.likeness is Likeness.SAME_LOOK


def test_other_paper_is_refused(
    reporting: Context, issued: Record, minutes: Record, key: SigningKey, tmp_path: Path
) -> None:
    """A good signature on something else does not make it this paper."""
    before = paper_pdf(reporting, issued.id)
    path = _signed_elsewhere(reporting, minutes, tmp_path, key)
    with pytest.raises(UserError) as refused:
        examine(reporting, issued.id, path, TrustList())
    assert refused.value.code == "other_paper"
    assert paper_pdf(reporting, issued.id) == before


def test_paper_with_one_changed_figure_is_refused(
    reporting: Context, issued: Record, key: SigningKey, tmp_path: Path
) -> None:
    """A rewritten file whose page shows something more is another paper."""
    reader = PdfReader(io.BytesIO(paper_pdf(reporting, issued.id)))
    writer = PdfWriter(clone_from=reader)
    stamp = PdfReader(small_pdf(tmp_path / "stamp.pdf")).pages[0]
    writer.pages[0].merge_page(stamp)
    out = io.BytesIO()
    writer.write(out)
    path = _signed_elsewhere(reporting, issued, tmp_path, key, out.getvalue())
    with pytest.raises(UserError) as refused:
        examine(reporting, issued.id, path, TrustList())
    assert refused.value.code == "other_paper"


def test_unsigned_damaged_and_known_files_are_refused(
    reporting: Context, issued: Record, key: SigningKey, authority: Authority, tmp_path: Path
) -> None:
    """Each is refused with its own reason, and nothing changes."""
    plain = tmp_path / "plain.pdf"
    plain.write_bytes(paper_pdf(reporting, issued.id))
    good = _signed_elsewhere(reporting, issued, tmp_path, key)
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(good.read_bytes() + b"\n")
    reasons = {}
    for path in (plain, bad):
        with pytest.raises(UserError) as refused:
            examine(reporting, issued.id, path, authority.trust)
        reasons[path.name] = refused.value.code
    take_back(reporting, examine(reporting, issued.id, good, authority.trust))
    with pytest.raises(UserError) as refused:
        examine(reporting, issued.id, good, authority.trust)
    assert reasons == {"plain.pdf": "unsigned", "bad.pdf": "invalid_signature"}
    assert refused.value.code == "kept_already"


def _back(folder: Path, data: bytes, *signatures: tuple[SigningKey, str | None]) -> Path:
    """Let another program sign a file, each with a key and the name that it states."""
    for key, stated in signatures:
        data = signed_by_another(data, key, field=f"K{len(data)}", stated=stated)
    (folder / "back.pdf").write_bytes(data)
    return folder / "back.pdf"


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory, authority: Authority) -> Keys:
    """Return a maker of keys by their holder's name, each made once."""
    made: dict[str, SigningKey] = {}

    def key_of(name: str, vouched: bool = True) -> SigningKey:
        if name not in made:
            folder = tmp_path_factory.mktemp("holder")
            made[name] = make_key(folder, authority=authority if vouched else None, name=name)
        return made[name]

    return key_of


def test_minutes_signed_elsewhere_in_the_right_order_are_taken_back(
    reporting: Context, minutes: Record, keys: Keys, authority: Authority, tmp_path: Path
) -> None:
    """The certificates say who signed; their names may be longer, what is stated is not asked."""
    secretary, chair = turns_of(reporting, minutes).turns
    first = (keys(f"{secretary.name} (Huyện ủy)"), "VGCA 1.2")
    path = _back(tmp_path, paper_pdf(reporting, minutes.id), first)
    half = take_back(reporting, examine(reporting, minutes.id, path, authority.trust))
    assert half.values["trang_thai"] == "chot"
    assert turns_of(reporting, half).next == chair
    path = _back(tmp_path, paper_pdf(reporting, minutes.id), (keys(chair.name), None))
    whole = take_back(reporting, examine(reporting, minutes.id, path, authority.trust))
    assert whole.values["trang_thai"] == "da_ky"
    assert turns_of(reporting, whole).complete


def test_minutes_signed_elsewhere_out_of_turn_are_refused(
    reporting: Context, minutes: Record, keys: Keys, authority: Authority, tmp_path: Path
) -> None:
    """The chair alone, the chair before the secretary, or the chair in the secretary's name."""
    secretary, chair = turns_of(reporting, minutes).turns
    issued_file = paper_pdf(reporting, minutes.id)
    by_secretary, by_chair = (keys(secretary.name), None), (keys(chair.name), None)
    codes = []
    for signatures in (
        [by_chair],
        [by_chair, by_secretary],
        [(keys(chair.name), secretary.name)],
        [(keys(chair.name), secretary.name), by_chair],
        [(keys("Người Khác"), chair.name)],
    ):
        path = _back(tmp_path, issued_file, *signatures)
        with pytest.raises(UserError) as refused:
            examine(reporting, minutes.id, path, authority.trust)
        codes.append(refused.value.code)
    assert codes == ["wrong_order", "wrong_order", "false_name", "false_name", "false_name"]
    assert paper_pdf(reporting, minutes.id) == issued_file


def test_minutes_that_were_written_anew_keep_their_order(
    reporting: Context, minutes: Record, keys: Keys, authority: Authority, tmp_path: Path
) -> None:
    """The other program left the places out; who signs, and when, stands in the issued file."""
    _secretary, chair = turns_of(reporting, minutes).turns
    writer = PdfWriter()
    writer.append(io.BytesIO(paper_pdf(reporting, minutes.id)), import_outline=False)
    writer.root_object.pop("/Dests", None)
    writer.root_object.pop("/Names", None)
    out = io.BytesIO()
    writer.write(out)
    path = _back(tmp_path, out.getvalue(), (keys(chair.name), None))
    with pytest.raises(UserError) as refused:
        examine(reporting, minutes.id, path, authority.trust)
    assert refused.value.code == "wrong_order"


def test_signature_that_nobody_vouches_for_is_kept_only_when_confirmed(
    reporting: Context, issued: Record, keys: Keys, authority: Authority, tmp_path: Path
) -> None:
    """A stranger's signature does not turn a report into a signed one by itself."""
    stranger = (keys("Kẻ Lạ", vouched=False), HEAD.name)
    path = _back(tmp_path, paper_pdf(reporting, issued.id), stranger)
    found = examine(reporting, issued.id, path, authority.trust)
    assert found.signers == ("Kẻ Lạ",)
    assert found.doubts == (Doubt.UNKNOWN, Doubt.OTHER_SIGNER)
    with pytest.raises(UserError) as refused:
        take_back(reporting, found)
    assert refused.value.code == "unconfirmed"
    assert find_report(reporting, issued.id).values["trang_thai"] == "chot"
    assert take_back(reporting, found, confirmed=True).values["trang_thai"] == "da_ky"


def test_file_that_lost_a_signature_is_refused(
    reporting: Context, minutes: Record, key: SigningKey, authority: Authority, tmp_path: Path
) -> None:
    """The chair signed the unsigned file elsewhere: the secretary's signature would be gone."""
    plain = paper_pdf(reporting, minutes.id)
    secretary = turns_of(reporting, minutes).turns[0]
    sign_report(reporting, minutes.id, key, signatory=Signatory(secretary.name))
    path = _signed_elsewhere(reporting, minutes, tmp_path, key, plain)
    with pytest.raises(UserError) as refused:
        examine(reporting, minutes.id, path, authority.trust)
    assert refused.value.code == "signature_lost"
    assert secretary.name in refused.value.message
