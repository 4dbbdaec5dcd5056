"""A paper that was signed with another program (VGCA) comes back and is kept as the signed file.

It must be the same paper: byte for byte the file that was issued, to which only signatures were
added; or else text and pictures of every page are the same, which the clerk has to confirm. Who
made a signature in another program is read from its certificate, never from what it states.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from danvan_desktop.errors import Progress, UserError, no_progress
from danvan_desktop.i18n import _
from danvan_desktop.organisation.books import Books
from danvan_desktop.registers.bao_cao import is_issued
from danvan_desktop.reports.drafts import find_report
from danvan_desktop.reports.lifecycle import paper_label
from danvan_desktop.reports.paper_files import keep_signed
from danvan_desktop.reports.signing_order import Turns, is_named, signers_in, turns_by
from danvan_desktop.signing.additions import hides_print, only_signed
from danvan_desktop.signing.signed_by import SignedState, signed_state
from danvan_desktop.signing.trust import TrustList
from danvan_desktop.signing.verdict import FileVerdict, State
from danvan_desktop.signing.verify import verify_pdf
from danvan_desktop.storage import attachments as files
from danvan_desktop.storage.values import Record

if TYPE_CHECKING:
    from danvan_desktop.documents.raster import PdfPages

DPI = 72
"""At this resolution a changed figure of 13 points still changes dozens of pixels."""


class Likeness(StrEnum):
    """How a file that comes back is known to be the issued paper."""

    SAME_BYTES = "same_bytes"
    SAME_LOOK = "same_look"


class Doubt(StrEnum):
    """What the clerk has to confirm before a file is kept."""

    REWRITTEN = "rewritten"
    UNKNOWN = "unknown"
    OTHER_SIGNER = "other_signer"
    HIDES_PRINT = "hides_print"


@dataclass(frozen=True, slots=True)
class Returned:
    """A signed file that may be kept: its bytes, how it was recognised, its verdict.

    ``signers`` are the holders of the certificates that are new on it; ``hides_print`` says that
    the picture of such a signature lies over print.
    """

    record: Record
    content: bytes
    likeness: Likeness
    verdict: FileVerdict
    signers: tuple[str, ...]
    turns: Turns
    hides_print: bool

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """What has to be confirmed; empty for a file that may be kept as it is."""
        expected = [turn.name for turn in self.turns.turns if turn.name]
        strange = bool(expected) and not any(
            is_named(name, holder) for name in expected for holder in self.signers
        )
        found = {
            Doubt.REWRITTEN: self.likeness is Likeness.SAME_LOOK,
            Doubt.UNKNOWN: self.verdict.state is State.UNKNOWN,
            Doubt.OTHER_SIGNER: strange,
            Doubt.HIDES_PRINT: self.hides_print,
        }
        return tuple(doubt for doubt, there in found.items() if there)


def examine(
    books: Books,
    report_id: str,
    path: Path,
    trust: TrustList,
    *,
    progress: Progress = no_progress,
) -> Returned:
    """Compare a signed file with the issued paper and verify it; nothing is written.

    UserError when it is another paper, carries no signature or a bad one, lacks a signature that
    the kept file has, or was signed by somebody whose turn it is not.
    """
    record = find_report(books, report_id)
    issued = record.values.get("tep_pdf")
    if not issued or not is_issued(record.values):
        raise _refused(
            "not_frozen",
            _("Văn bản chưa ban hành nên chưa có bản để đối chiếu."),
            _("Nhấn “Ban hành”, ký bằng phần mềm khác rồi nạp lại."),
        )
    content = files.read_checked(path)
    issued_bytes = files.read(books.paths.attachments, str(issued))
    present = files.read(books.paths.attachments, str(record.values.get("tep_da_ky") or issued))
    state, before = signed_state(content), signed_state(present)
    if content == present and before is not None and before.names:
        raise _refused("kept_already", _("Bản này đang được giữ rồi."), _("Không phải nạp lại."))
    likeness = _likeness(issued_bytes, content, state, progress)
    if state is None or not state.names:
        raise _refused(
            "unsigned",
            _("Tệp {name} chưa có chữ ký số nào.").format(name=path.name),
            _("Ký tệp rồi nạp lại."),
        )
    known = len(before.names) if before and content.startswith(present) else 0
    kept = signers_in(books, record, before) if before else []
    signed = (*kept[:known], *state.holders[known:])
    _refuse_lost(kept, signed)
    verdict = verify_pdf(path, trust, now=datetime.fromisoformat(books.clock.now()))
    if verdict.state is State.INVALID:
        raise _refused(
            "invalid_signature",
            _("Chữ ký trong tệp không hợp lệ. {reason}").format(reason=verdict.reasons[0].message),
            _("Xin lại bản đã ký nguyên vẹn rồi nạp lại."),
        )
    turns = turns_by(books, record, state, signed)
    _refuse_false_names(turns, state, known)
    _refuse_skipped(turns)
    base = present if content.startswith(present) else issued_bytes
    over = likeness is Likeness.SAME_BYTES and hides_print(base, content)
    return Returned(record, content, likeness, verdict, signed[known:], turns, over)


def take_back(books: Books, returned: Returned, *, confirmed: bool = False) -> Record:
    """Keep an examined file as the signed file of its paper; undo gives the former one back.

    ``confirmed`` says that the clerk has settled its doubts.
    """
    if returned.doubts and not confirmed:
        raise _refused(
            "unconfirmed",
            _("Có điều cần xác nhận trước khi giữ bản này."),
            _("Nạp lại tệp rồi trả lời câu hỏi."),
        )
    record = find_report(books, returned.record.id)
    if record.values.get("tep_da_ky") != returned.record.values.get("tep_da_ky"):
        raise _refused(
            "changed_meanwhile",
            _("Văn bản vừa được ký thêm trong lúc đối chiếu."),
            _("Nạp lại tệp."),
        )
    label = _("Nạp bản đã ký {name}").format(name=paper_label(record))
    return keep_signed(books, record, returned.content, label=label)


# --- private


def _likeness(
    issued: bytes, content: bytes, state: SignedState | None, progress: Progress
) -> Likeness:
    if state is not None and not state.marks:
        if only_signed(issued, content):
            return Likeness.SAME_BYTES
        if _same_pages(issued, content, progress):
            return Likeness.SAME_LOOK
    raise _refused(
        "other_paper",
        _("Tệp này không phải văn bản đã ban hành: nội dung khác."),
        _("Chọn đúng tệp đã ký của văn bản này."),
    )


def _same_pages(issued: bytes, content: bytes, progress: Progress) -> bool:
    """Compare sizes, text and pictures of all pages, without blocks of signatures."""
    from danvan_desktop.documents.raster import PdfPages

    try:
        with PdfPages(issued) as ours, PdfPages(content) as theirs:
            if len(ours) != len(theirs):
                return False
            for page in range(len(ours)):
                progress(page, len(ours), _("Đối chiếu trang {n}").format(n=page + 1))
                if _page(ours, page) != _page(theirs, page):
                    return False
    except UserError:
        return False
    return True


def _page(pages: PdfPages, number: int) -> tuple[object, ...]:
    picture = pages.bare_picture(number, dpi=DPI)
    return (pages.size(number), pages.lines(number), picture.pixels)


def _refuse_false_names(turns: Turns, state: SignedState, known: int) -> None:
    """On minutes a signature may state only a person whose certificate made it."""
    pairs = list(zip(state.names, state.holders, strict=True))[known:]
    for stated, holder in pairs if turns.ordered else ():
        if turns.of(stated) is not None and not is_named(stated, holder):
            raise _refused(
                "false_name",
                _("Chữ ký ghi tên {name} nhưng chứng thư là của {holder}.").format(
                    name=stated, holder=holder
                ),
                _("Người có tên phải ký bằng chứng thư của mình; ký rồi nạp lại."),
            )


def _refuse_skipped(turns: Turns) -> None:
    turn = turns.skipped
    if turn is None:
        return
    message = (
        _("{role} {name} ký sau người ký tiếp theo.")
        if turn.done
        else _("{role} {name} chưa ký biên bản này.")
    )
    raise _refused(
        "wrong_order",
        message.format(role=turn.role, name=turn.name),
        _("Thư ký ký trước, chủ trì ký sau; ký đúng thứ tự rồi nạp lại."),
    )


def _refuse_lost(before: Sequence[str], after: Sequence[str]) -> None:
    lost = [name for name in before if not any(is_named(name, holder) for holder in after)]
    if lost:
        raise _refused(
            "signature_lost",
            _("Tệp này thiếu chữ ký của {names} đã có trên bản đang giữ.").format(
                names=", ".join(lost)
            ),
            _("Đưa bản đang giữ cho người ký tiếp ký thêm rồi nạp lại."),
        )


def _refused(code: str, message: str, remedy: str) -> UserError:
    return UserError(message, safe=_("Bản đang giữ không thay đổi."), remedy=remedy, code=code)
