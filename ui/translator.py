"""Qt's own words in Vietnamese: Qt ships none, so its buttons and menus would stay English.

``translate`` returns None for what it does not know; an empty text would blank the widget.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QTranslator

from danvan_desktop.i18n import SOURCE_LANGUAGE, language

WORDS = {
    "&Undo": "&Hoàn tác",
    "&Redo": "&Làm lại",
    "Cu&t": "&Cắt",
    "&Copy": "&Sao chép",
    "&Paste": "&Dán",
    "Delete": "Xóa",
    "Select All": "Chọn tất cả",
    "Copy &Link Location": "Sao chép địa chỉ &liên kết",
    "OK": "Đồng ý",
    "&OK": "Đồng ý",
    "Save": "Lưu",
    "&Save": "&Lưu",
    "Save All": "Lưu tất cả",
    "Open": "Mở",
    "&Open": "&Mở",
    "Cancel": "Hủy",
    "&Cancel": "&Hủy",
    "Close": "Đóng",
    "&Close": "&Đóng",
    "Apply": "Áp dụng",
    "Reset": "Đặt lại",
    "Help": "Trợ giúp",
    "Discard": "Bỏ",
    "Don't Save": "Không lưu",
    "&Yes": "&Có",
    "Yes to &All": "Có với tất cả",
    "&No": "&Không",
    "N&o to All": "Không với tất cả",
    "Abort": "Dừng",
    "Retry": "Thử lại",
    "Ignore": "Bỏ qua",
    "Restore Defaults": "Về mặc định",
    "Show Details...": "Xem chi tiết…",
    "Hide Details...": "Ẩn chi tiết",
    # file dialog
    "Look in:": "Tìm trong:",
    "Directory:": "Thư mục:",
    "File &name:": "Tên &tệp:",
    "Files of type:": "Loại tệp:",
    "&Choose": "&Chọn",
    "Choose": "Chọn",
    "Back": "Quay lại",
    "Forward": "Tiến tới",
    "Parent Directory": "Thư mục trên",
    "Create New Folder": "Tạo thư mục mới",
    "List View": "Xem danh sách",
    "Detail View": "Xem chi tiết",
    "Name": "Tên",
    "Size": "Cỡ",
    "Type": "Loại",
    "Kind": "Loại",
    "Date Modified": "Ngày sửa",
    "My Computer": "Máy tính này",
    "Computer": "Máy tính",
    "Find Directory": "Tìm thư mục",
    "Open File": "Mở tệp",
    "Save As": "Lưu thành",
    "All Files (*)": "Mọi tệp (*)",
    "All files (*)": "Mọi tệp (*)",
    "&Rename": "Đổi &tên",
    "&Delete": "&Xóa",
    "Show &hidden files": "Hiện tệp &ẩn",
    "&New Folder": "Thư mục &mới",
    "New Folder": "Thư mục mới",
    "Drive": "Ổ đĩa",
    "File": "Tệp",
    "Folder": "Thư mục",
    "Recent Places": "Nơi vừa mở",
    "Remove": "Bỏ",
    "%1 already exists.\nDo you want to replace it?": "%1 đã có.\nThay bằng tệp mới?",
    "%1\nFile not found.\nPlease verify the correct file name was given.": (
        "%1\nKhông tìm thấy tệp.\nKiểm tra lại tên tệp."
    ),
    "%1\nDirectory not found.\nPlease verify the correct directory name was given.": (
        "%1\nKhông tìm thấy thư mục.\nKiểm tra lại tên thư mục."
    ),
    # print dialog
    "Print": "In",
    "&Print": "&In",
    "Printer": "Máy in",
    "Properties": "Thuộc tính",
    "P&roperties": "&Thuộc tính",
    "&Name:": "&Tên:",
    "Location:": "Nơi đặt:",
    "Type:": "Loại:",
    "Output &file:": "Ghi ra &tệp:",
    "Print range": "Trang cần in",
    "Print all": "In tất cả",
    "Current Page": "Trang hiện tại",
    "Pages from": "Từ trang",
    "to": "đến",
    "Pages": "Trang",
    "Selection": "Phần đã chọn",
    "Output Settings": "Thiết lập in",
    "Copies:": "Số bản:",
    "Copies": "Số bản",
    "Collate": "Xếp theo bộ",
    "Reverse": "In ngược",
    "Options": "Tùy chọn",
    "Color Mode": "Chế độ màu",
    "Color": "Màu",
    "Grayscale": "Đen trắng",
    "Duplex Printing": "In hai mặt",
    "None": "Không",
    "Long side": "Lật cạnh dài",
    "Short side": "Lật cạnh ngắn",
    "Paper": "Giấy",
    "Page size:": "Cỡ giấy:",
    "Width:": "Rộng:",
    "Height:": "Cao:",
    "Orientation": "Hướng giấy",
    "Portrait": "Dọc",
    "Landscape": "Ngang",
    "Margins": "Lề",
    "Print to File (PDF)": "In ra tệp (PDF)",
    "Print Preview": "Xem trước khi in",
    "Page Setup": "Thiết lập trang",
    "Today": "Hôm nay",
}
"""English source text of Qt → Vietnamese; dates and weekdays come from QLocale."""


class VietnameseTranslator(QTranslator):
    """Answers for Qt's own contexts from ``WORDS``."""

    def translate(
        self,
        context: str,
        sourceText: str,  # noqa: N803 - Qt calls it by this name
        disambiguation: str | None = None,
        n: int = -1,
    ) -> str:
        return WORDS.get(sourceText)  # type: ignore[return-value] # None: let others answer

    def isEmpty(self) -> bool:
        return False


_installed: VietnameseTranslator | None = None


def install() -> None:
    """Translate Qt's own words when the program speaks Vietnamese; otherwise leave them."""
    global _installed
    app = QCoreApplication.instance()
    if app is None:
        return
    if language() == SOURCE_LANGUAGE and _installed is None:
        _installed = VietnameseTranslator(app)
        app.installTranslator(_installed)
    elif language() != SOURCE_LANGUAGE and _installed is not None:
        app.removeTranslator(_installed)
        _installed = None
