"""What may not enter the program: declared state secrets, numbers that identify a person.

Luật Bảo vệ bí mật nhà nước 117/2025/QH15 and Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15. Everything
that takes in a text, a name of a file or a file asks here first; nothing here keeps or logs what
it is shown.
"""

from danvan_desktop.secrecy.files import MarkedFile, declared_in
from danvan_desktop.secrecy.identity import identifies_person, states_identity_number
from danvan_desktop.secrecy.markings import (
    DEGREES,
    PAPER_BOOK,
    declares_degree,
    may_declare,
    name_declares_degree,
    table_declares_degree,
)

__all__ = [
    "DEGREES",
    "PAPER_BOOK",
    "MarkedFile",
    "declared_in",
    "declares_degree",
    "identifies_person",
    "may_declare",
    "name_declares_degree",
    "states_identity_number",
    "table_declares_degree",
]
