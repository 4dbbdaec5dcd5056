"""The life of a paper: draft, checked, submitted, issued, signed, sent; and its correction.

Which step is allowed in which state stands in one table (``STEPS``); everything else here carries
a step out. What may still be changed in a state is kept by the register itself
(``registers/bao_cao.protect``), so that no other way leads around this file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from danvan_desktop.errors import Issue, Place, Severity, UserError
from danvan_desktop.i18n import N_, _
from danvan_desktop.organisation.books import Books
from danvan_desktop.registers.bao_cao import (
    CHECKED,
    DRAFT,
    FROZEN,
    ISSUED,
    SENT,
    SIGNED,
    STATES,
    SUBMITTED,
    is_issued,
)
from danvan_desktop.reports.drafts import cited_as, find_report, save_report
from danvan_desktop.reports.numbering import next_number
from danvan_desktop.storage.values import Record

REGISTER = "bao_cao"

Values = Mapping[str, Any]


class Step(StrEnum):
    """What can be done with a paper as a whole."""

    CHECK = "soat"
    REDRAFT = "sua"
    SUBMIT = "trinh"
    RECALL = "thu_hoi"
    RETURN = "tra_lai"
    ISSUE = "ban_hanh"
    SIGN = "ky"
    SEND = "gui"
    CORRECT = "thay_the"


STEPS: Mapping[tuple[str, Step], str] = {
    (DRAFT, Step.CHECK): CHECKED,
    (CHECKED, Step.REDRAFT): DRAFT,
    (CHECKED, Step.SUBMIT): SUBMITTED,
    (CHECKED, Step.ISSUE): FROZEN,
    (SUBMITTED, Step.RECALL): DRAFT,
    (SUBMITTED, Step.RETURN): DRAFT,
    (SUBMITTED, Step.ISSUE): FROZEN,
    (FROZEN, Step.SIGN): SIGNED,
    (SIGNED, Step.SIGN): SIGNED,
    (SIGNED, Step.SEND): SENT,
    (FROZEN, Step.CORRECT): FROZEN,
    (SIGNED, Step.CORRECT): SIGNED,
    (SENT, Step.CORRECT): SENT,
}
"""Which step is allowed in which state, and the state after it.

A paper may be issued without having been submitted on the screen (the signatory has seen it on
paper). The correction of a paper leaves the paper itself as it is.
"""

STEP_WORDS: Mapping[Step, str] = {
    Step.CHECK: N_("Đánh dấu đã soát"),
    Step.REDRAFT: N_("Sửa tiếp"),
    Step.SUBMIT: N_("Trình ký"),
    Step.RECALL: N_("Thu hồi"),
    Step.RETURN: N_("Trả lại…"),
    Step.ISSUE: N_("Ban hành…"),
    Step.SIGN: N_("Ký…"),
    Step.SEND: N_("Ghi đã gửi"),
    Step.CORRECT: N_("Lập bản thay thế…"),
}

_INSTEAD: Mapping[str, str] = {
    DRAFT: N_("Soát hết lỗi rồi nhấn “Đánh dấu đã soát”."),
    CHECKED: N_("Trình ký hoặc ban hành trước."),
    SUBMITTED: N_("Thu hồi, hoặc ban hành khi người ký đồng ý."),
    FROZEN: N_("Ký trước, hoặc lập bản thay thế nếu phải sửa."),
    SIGNED: N_("Gửi đi, hoặc lập bản thay thế nếu phải sửa."),
    SENT: N_("Lập bản thay thế nếu phải sửa."),
}


@dataclass(frozen=True, slots=True)
class Passed:
    """A state that a paper came to: code, label, UTC ISO moment, who."""

    state: str
    label: str
    at: str
    by: str


def next_state(state: str, step: Step) -> str | Issue:
    """Give the state after a step, or the Issue that says why it is not its turn."""
    found = STEPS.get((state, step))
    if found is not None:
        return found
    words = _("Văn bản đang ở bước “{state}” nên chưa làm được “{step}”.")
    label = next((_(one.label) for one in STATES if one.code == state), state)
    return Issue(
        "wrong_step",
        words.format(state=label, step=_(STEP_WORDS[step]).rstrip("…")),
        _(_INSTEAD.get(state, "")) if state in _INSTEAD else "",
        Place(register=REGISTER, field="trang_thai"),
    )


def steps_of(state: str) -> tuple[Step, ...]:
    """List what can be done in a state, in the order of the way."""
    return tuple(step for (before, step) in STEPS if before == state)


def passed(books: Books, report_id: str) -> list[Passed]:
    """List the states that a paper came to, the newest last, with who and when."""
    labels = {state.code: _(state.label) for state in STATES}
    found = [
        Passed(str(entry.new), labels.get(str(entry.new), ""), entry.at, entry.by)
        for entry in books.history(REGISTER, report_id)
        if entry.field == "trang_thai" and entry.new
    ]
    return found[::-1]


def draft_round(books: Books, report_id: str) -> int:
    """Count which draft a paper is at: each one that came back from the signatory makes the next.

    What an undo took back does not count; only an undo leads from the draft to the signatory.
    """
    moves = [
        (entry.old, entry.new)
        for entry in books.history(REGISTER, report_id)
        if entry.field == "trang_thai"
    ]
    return 1 + moves.count((SUBMITTED, DRAFT)) - moves.count((DRAFT, SUBMITTED))


# --- the steps before it is issued


def mark_checked(books: Books, report_id: str) -> Record:
    """Say that a draft was checked; UserError while errors or unanswered reminders are left."""
    record, after = _turn(books, report_id, Step.CHECK)
    refuse_unready(books, record)
    return _moved(books, record, after, {}, _("Soát xong {name}"))


def redraft(books: Books, report_id: str) -> Record:
    """Take a checked paper back to the draft to write on."""
    record, after = _turn(books, report_id, Step.REDRAFT)
    return _moved(books, record, after, {}, _("Sửa tiếp {name}"))


def submit(books: Books, report_id: str) -> Record:
    """Lay a checked paper before the signatory."""
    record, after = _turn(books, report_id, Step.SUBMIT)
    refuse_unready(books, record)
    changes = {"ngay_trinh": books.clock.today(), "y_kien": None}
    return _moved(books, record, after, changes, _("Trình ký {name}"))


def recall(books: Books, report_id: str) -> Record:
    """Take a submitted paper back before it was signed."""
    record, after = _turn(books, report_id, Step.RECALL)
    return _moved(books, record, after, {"ngay_trinh": None}, _("Thu hồi {name}"))


def send_back(books: Books, report_id: str, remark: str) -> Record:
    """Give a submitted paper back with the signatory's remark."""
    record, after = _turn(books, report_id, Step.RETURN)
    if not remark.strip():
        raise UserError(
            _("Chưa ghi ý kiến trả lại."),
            safe=_("Văn bản vẫn đang trình ký."),
            remedy=_("Gõ ý kiến, ví dụ “bổ sung số liệu xã Chà Là”."),
            code="no_remark",
        )
    changes = {"ngay_trinh": None, "y_kien": remark.strip()}
    return _moved(books, record, after, changes, _("Trả lại {name}"))


# --- issue and after


def issue(
    books: Books,
    report_id: str,
    *,
    number: int | None = None,
    day: str | None = None,
    reserved: str = "",
) -> Record:
    """Issue a paper: number and date stand, figures are frozen, the PDF is kept.

    ``number`` and ``day`` (ISO) take the place of what the draft plans; ``reserved`` is the row of
    a number that was kept for it. UserError while something would get it returned.
    """
    from danvan_desktop.reports.freezing import freeze
    from danvan_desktop.reports.issued_fields import keep_issued

    record, _after = _turn(books, report_id, Step.ISSUE)
    head = {"so": number or record.values.get("so"), "ngay": day or record.values["ngay"]}
    values = {**record.values, **head}
    refuse_unready(books, Record(**{**_fields(record), "values": values}))
    issued = freeze(books, report_id, head=head, reserved=reserved)
    keep_issued(books, issued)  # what would be refused was told by the check before
    return issued


def mark_signed(books: Books, report_id: str) -> Record:
    """Note that a paper was signed by hand, on its printout."""
    record, after = _turn(books, report_id, Step.SIGN)
    return _moved(books, record, after, {}, _("Ghi đã ký {name}"))


def mark_sent(books: Books, report_id: str, day: str | None = None) -> Record:
    """Note that a signed paper was sent (default: today)."""
    record, after = _turn(books, report_id, Step.SEND)
    changes = {"ngay_gui": day or books.clock.today()}
    return _moved(books, record, after, changes, _("Ghi đã gửi {name}"))


def correct(books: Books, report_id: str, reason: str, *, keep_number: bool = False) -> Record:
    """Begin the paper that will stand in the place of an issued one, as a draft of its own.

    It is the next version (``lan``) with live figures, and names the one that it replaces
    (``thay_cho``), which stays as it was issued. What was sent out with a mistake in it is replaced
    by a paper of the same kind (NĐ 30/2020, Điều 18), and a paper has a number of its own, so a new
    number is planned unless ``keep_number`` (nobody has received the first one yet).
    """
    record, _after = _turn(books, report_id, Step.CORRECT)
    if not reason.strip():
        raise UserError(
            _("Chưa ghi lý do lập bản thay thế."),
            safe=_("Văn bản đã ban hành vẫn như trước."),
            remedy=_("Gõ lý do, ví dụ “bổ sung số liệu xã Chà Là”."),
            code="no_reason",
        )
    later = successor(books, report_id)
    if later is not None:
        raise UserError(
            _("Văn bản này đã có bản thay thế."),
            safe=_("Không có gì thay đổi."),
            remedy=_("Mở bản thay thế rồi sửa trên bản đó."),
            code="already_corrected",
        )
    values = _next_version(books, record, reason.strip(), keep_number=keep_number)
    label = _("Lập bản thay thế {name}").format(name=paper_label(record))
    return save_report(books, values, label=label)


def successor(books: Books, report_id: str) -> Record | None:
    """Find the paper that stands in the place of another, be it still a draft; None if none."""
    found = [r for r in books.all_of(REGISTER) if r.values.get("thay_cho") == report_id]
    return found[-1] if found else None


def predecessors(books: Books, values: Values) -> list[Record]:
    """List the papers that one replaces, the nearest first."""
    found: list[Record] = []
    before = str(values.get("thay_cho") or "")
    while before and all(one.id != before for one in found):
        record = books.record(REGISTER, before)
        if record is None:
            break
        found.append(record)
        before = str(record.values.get("thay_cho") or "")
    return found


def obstacles(issues: Sequence[Issue]) -> list[Issue]:
    """Pick what holds a paper back: errors, and reminders without a reason."""
    return [one for one in issues if one.severity is not Severity.NOTE]


def refuse_unready(books: Books, record: Record) -> None:
    """Raise UserError while a check finds what would get the paper returned."""
    from danvan_desktop.reports.review import review

    found = obstacles(review(books, record).issues)
    if not found:
        return
    errors = sum(1 for one in found if one.severity is Severity.ERROR)
    words = (
        _("Còn {n} lỗi phải sửa: {first}").format(n=errors, first=found[0].message)
        if errors
        else _("Còn {n} lời nhắc chưa có lý do: {first}").format(
            n=len(found), first=found[0].message
        )
    )
    raise UserError(
        words,
        safe=_("Văn bản vẫn như trước."),
        remedy=found[0].remedy,
        code="not_ready",
    )


def paper_label(record: Record) -> str:
    """Name a paper in the list of what can be undone: its number and symbol, else its subject."""
    values = record.values
    return str(values.get("ky_hieu") or values.get("ten") or "")[:60]


# --- private


def _turn(books: Books, report_id: str, step: Step) -> tuple[Record, str]:
    """Read a paper and the state after a step; UserError when it is not the turn of that step."""
    record = find_report(books, report_id)
    state = next_state(str(record.values.get("trang_thai") or DRAFT), step)
    if isinstance(state, Issue):
        raise UserError(
            state.message,
            safe=_("Không có gì thay đổi."),
            remedy=state.remedy,
            code=state.code,
        )
    return record, state


def _moved(books: Books, record: Record, state: str, changes: Values, label: str) -> Record:
    values = {**record.values, **changes, "trang_thai": state}
    words = label.format(name=paper_label(record))
    return save_report(books, values, record=record, label=words)


def _next_version(
    books: Books, record: Record, reason: str, *, keep_number: bool
) -> dict[str, Any]:
    from danvan_desktop.documents.profiles import profile_for
    from danvan_desktop.reports.content import profile_on

    old = record.values
    day = max(books.clock.today(), str(old["ngay"]))
    profile = profile_on(str(old["the_thuc"]), day).code
    kind = str(old["loai"])
    family = profile_for(profile).family
    number = old.get("so") if keep_number else next_number(books, kind, day, family=family)
    values = {
        **old,
        "ngay": day,
        "the_thuc": profile,
        "so": number,
        "trang_thai": DRAFT,
        "lan": int(old.get("lan") or 1) + 1,
        "ly_do": reason,
        "thay_cho": record.id,
        "nhac": [],
        "muc": [{**section, "id": None} for section in old.get("muc") or ()],
    }
    for name in ("so_lieu", "tep_pdf", "tep_da_ky", "ngay_trinh", "ngay_ban_hanh", "ngay_gui"):
        values[name] = None
    values["y_kien"] = None
    values["ky_hieu"] = cited_as(books, values)
    return values


def _fields(record: Record) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__slots__}


__all__ = [
    "ISSUED",
    "STEPS",
    "STEP_WORDS",
    "Passed",
    "Step",
    "correct",
    "draft_round",
    "is_issued",
    "issue",
    "mark_checked",
    "mark_sent",
    "mark_signed",
    "next_state",
    "obstacles",
    "paper_label",
    "passed",
    "predecessors",
    "recall",
    "redraft",
    "refuse_unready",
    "send_back",
    "steps_of",
    "submit",
    "successor",
]
