"""Sign a PDF file: PAdES baseline B (ETSI.CAdES.detached), visible block, further signers.

The input is never touched. A further signature is appended to the file as it is, so that the
earlier ones stay valid.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from danvan_desktop.errors import Progress, UserError, no_progress
from danvan_desktop.i18n import _
from danvan_desktop.signing.appearance import MM, Appearance, printable, scaled_font, shrunk
from danvan_desktop.signing.coverage import signatures_of
from danvan_desktop.signing.files import replacing, sha256_of
from danvan_desktop.signing.keys import SigningKey, refuse_unfit, time_text
from danvan_desktop.signing.places import free_place, rectangle
from danvan_desktop.signing.trust import TrustList
from danvan_desktop.signing.verdict import State
from danvan_desktop.signing.verify import verdict_on

if TYPE_CHECKING:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.pdf_utils.writer import BasePdfFileWriter
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
    from pyhanko.sign.signers.pdf_signer import PdfSigningSession

FIELD_PREFIX = "ChuKy"
ROLE_PREFIX = "Chức vụ: "
"""How the signer's role stands in the signature's /Reason; never translated, verifiers read it."""

_CMS_OVERHEAD = 4096
"""Bytes of a CMS signature beside its certificates: attributes, signature, lengths."""


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs, as it is to be read on paper: full name, role, office."""

    name: str
    role: str = ""
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class SignedPdf:
    """A signed file: where, its SHA-256, the signature field and how many signatures it holds."""

    path: Path
    sha256: str
    field_name: str
    signatures: int


def sign_pdf(
    source: Path,
    target: Path,
    key: SigningKey,
    *,
    now: datetime,
    signatory: Signatory | None = None,
    appearance: Appearance | None = None,
    place_name: str = "",
    progress: Progress = no_progress,
) -> SignedPdf:
    """Sign ``source`` into ``target``, visibly when an ``appearance`` is given.

    ``signatory`` defaults to what the certificate says. ``place_name`` is the signature's location
    (địa danh). Raises UserError for an unfit key, for a file that is no sound PDF, whose earlier
    signatures are broken, locked or would be by this one, and when ``target`` is ``source`` itself.
    """
    refuse_unfit(key, now)
    _refuse_overwrite(source, target)
    info = key.info
    signatory = signatory or Signatory(info.name, info.role, info.organisation)
    progress(0, 3, _("Đọc tệp PDF"))
    data = _read(source)
    writer, earlier = _open(data, source.name)
    if earlier:
        _refuse_invalid(data, source.name, now)
        _refuse_locked(writer.prev, source.name)
    field_name = f"{FIELD_PREFIX}{earlier + 1}"
    progress(1, 3, _("Ký"))
    output = _signed(
        writer,
        signer(key),
        field_name=field_name,
        signatory=signatory,
        appearance=appearance,
        place_name=place_name,
        now=now,
    )
    if earlier:
        _refuse_disturbing(output, source.name, now)
    progress(2, 3, _("Ghi tệp đã ký"))
    with replacing(target) as file:
        file.write(output)
    return SignedPdf(target, sha256_of(target), field_name, earlier + 1)


def signer(key: SigningKey, *, chain: bool = True) -> Signer:
    """Return the signing library's form of a key, with its issuers' certificates if ``chain``."""
    if key.device is not None:
        from danvan_desktop.signing.token_signer import token_signer

        return token_signer(key, key.device, chain=chain)
    from asn1crypto import keys, x509
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    if chain:
        store.register_multiple([x509.Certificate.load(der) for der in key.other_certificates])
    return SimpleSigner(
        signing_cert=x509.Certificate.load(key.certificate),
        signing_key=keys.PrivateKeyInfo.load(key.private_key_der),
        cert_registry=store,
        embed_roots=False,
    )


def block_lines(signatory: Signatory, now: datetime) -> list[str]:
    """Return the text of the visible block, one item per line; official papers are Vietnamese."""
    lines = [
        ("Người ký: ", signatory.name),
        (ROLE_PREFIX, signatory.role),
        ("Cơ quan: ", signatory.organisation),
        ("Thời gian ký: ", time_text(now)),
    ]
    return [label + text for label, text in lines if text]


def _refuse_overwrite(source: Path, target: Path) -> None:
    if target.exists() and source.exists() and source.samefile(target):
        raise UserError(
            _("Tệp đã ký phải có tên khác tệp gốc {name}.").format(name=source.name),
            safe=_("Tệp gốc không bị thay đổi."),
            remedy=_("Chọn tên hoặc thư mục khác."),
            code="same_file",
        )


def _read(source: Path) -> bytes:
    try:
        return source.read_bytes()
    except OSError as error:
        raise UserError(
            _("Không đọc được tệp {name}.").format(name=source.name),
            remedy=_("Kiểm tra đường dẫn rồi chọn lại."),
            code="pdf_unreadable",
        ) from error


def _open(data: bytes, name: str) -> tuple[IncrementalPdfFileWriter, int]:
    """Open a PDF for an appended signature; also return how many it already holds."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.misc import PdfError

    try:
        writer = IncrementalPdfFileWriter(io.BytesIO(data))
        encrypted = writer.prev.encrypted
        earlier = 0 if encrypted else len(signatures_of(writer.prev)[0])
    except (PdfError, ValueError, KeyError, TypeError, IndexError, RecursionError) as error:
        raise UserError(
            _("Tệp {name} không phải PDF hoặc đã hỏng nên không ký được.").format(name=name),
            safe=_("Chưa ký gì."),
            remedy=_("Xuất lại tệp PDF rồi ký."),
            code="pdf_bad",
        ) from error
    if encrypted:
        raise UserError(
            _("Tệp {name} có mật khẩu nên không ký được.").format(name=name),
            safe=_("Chưa ký gì."),
            remedy=_("Lưu tệp PDF không mật khẩu rồi ký."),
            code="pdf_encrypted",
        )
    return writer, earlier


def _refuse_invalid(data: bytes, name: str, now: datetime) -> None:
    """Lead nobody to sign on what an earlier signature no longer stands for."""
    verdict = verdict_on(Path(name), data, TrustList(), now=now, signing=True)
    if verdict.state is State.INVALID:
        raise UserError(
            _("Không ký tiếp được tệp {name}. {reason}").format(
                name=name, reason=verdict.reasons[0].message
            ),
            safe=_("Chưa ký gì."),
            remedy=_("Xin lại bản đã ký nguyên vẹn, hoặc xuất và ký lại từ đầu."),
            code="pdf_changed",
        )


def _refuse_locked(reader: PdfFileReader, name: str) -> None:
    from pyhanko.sign.fields import MDPPerm

    signatures, _stamps = signatures_of(reader)
    if any(one.docmdp_level is MDPPerm.NO_CHANGES for one in signatures):
        raise UserError(
            _("Người ký trước đã khóa tệp {name}, không cho ký thêm.").format(name=name),
            safe=_("Chưa ký gì."),
            remedy=_("Đề nghị người đó ký lại mà không khóa tệp."),
            code="pdf_locked",
        )


def _refuse_disturbing(output: bytes, name: str, now: datetime) -> None:
    """Keep back a signature that would make an earlier one invalid, as by a block over print."""
    verdict = verdict_on(Path(name), output, TrustList(), now=now)
    if verdict.state is State.INVALID:
        raise UserError(
            _("Ký thêm như vậy sẽ làm hỏng chữ ký trước trong tệp {name}. {reason}").format(
                name=name, reason=verdict.reasons[0].message
            ),
            safe=_("Tệp đã ký không được ghi ra; tệp gốc không thay đổi."),
            remedy=_("Ký không hiện khung, hoặc đặt khung vào chỗ trống."),
            code="pdf_disturbed",
        )


def _signed(
    writer: IncrementalPdfFileWriter,
    simple_signer: Signer,
    *,
    field_name: str,
    signatory: Signatory,
    appearance: Appearance | None,
    place_name: str,
    now: datetime,
) -> bytes:
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign.fields import SigSeedSubFilter
    from pyhanko.sign.general import SigningError
    from pyhanko.sign.signers import PdfSignatureMetadata

    metadata = PdfSignatureMetadata(
        field_name=field_name,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        name=signatory.name,
        reason=ROLE_PREFIX + signatory.role if signatory.role else None,
        location=place_name or None,
    )
    certificates = [simple_signer.signing_cert, *simple_signer.cert_registry]
    # stated, because otherwise the library signs twice to learn the size
    reserved = 2 * (_CMS_OVERHEAD + sum(len(one.dump()) for one in certificates))
    output = io.BytesIO()
    try:
        pdf_signer = _pdf_signer(writer, metadata, simple_signer, signatory, appearance, now)
        pdf_signer.sign_pdf(writer, output=output, bytes_reserved=reserved)
    # a page tree with parts missing, or rules of the file that forbid it
    except (PdfError, LookupError, SigningError) as error:
        raise UserError(
            _("Tệp PDF này không cho ký thêm."),
            safe=_("Chưa ký gì."),
            remedy=_("Xuất lại tệp PDF rồi ký."),
            code="pdf_refuses_signature",
        ) from error
    return output.getvalue()


def _pdf_signer(
    writer: IncrementalPdfFileWriter,
    metadata: PdfSignatureMetadata,
    simple_signer: Signer,
    signatory: Signatory,
    appearance: Appearance | None,
    now: datetime,
) -> PdfSigner:
    from pyhanko.sign.fields import SigFieldSpec
    from pyhanko.sign.signers import PdfSigner

    from danvan_desktop.signing.appearance import stamp_style

    class ClockedSigner(PdfSigner):
        """Signs at the time it is told, where the library would ask the system."""

        def init_signing_session(
            self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False
        ) -> PdfSigningSession:
            session = super().init_signing_session(pdf_out, existing_fields_only)
            session.system_time = now
            return session

    if appearance is None:
        return ClockedSigner(metadata, simple_signer)
    font = scaled_font(appearance.font, appearance.cache)
    lines = [printable(line, font) for line in block_lines(signatory, now)]
    place = free_place(writer.prev, signatory.name)
    box = appearance.box or shrunk(place, lines, font=font)
    page, corners = rectangle(writer.prev, box)
    return ClockedSigner(
        metadata,
        simple_signer,
        stamp_style=stamp_style(lines, font=font, width=box.width * MM, height=box.height * MM),
        new_field_spec=SigFieldSpec(metadata.field_name or FIELD_PREFIX, on_page=page, box=corners),
    )
