"""The rows of the sample workbooks, one text per row; what is wrong in them is wrong on purpose."""

KT, VH, AN, HT = (
    "Kinh tế",
    "Văn hóa - xã hội",
    "Quốc phòng - an ninh",
    "Xây dựng hệ thống chính trị",
)
TT, CN = "Tập thể", "Cá nhân"

MODELS_2020 = [
    (
        "01. Xa An Binh - Dan van kheo 2020.xlsx",
        "ĐẢNG ỦY XÃ AN BÌNH",
        [
            f"An Bình|Tuyến đường hoa nông thôn mới|{VH}|{TT}|15/01/2020|mới|35|x|x|x|x",
            f"An Bình|Tổ hợp tác trồng rau an toàn|{KT}|{TT}|20/01/2020|mới|42,5|x|x||",
            f"An Bình|Cổng trường an toàn giao thông|{AN}|{TT}|05/02/2020|mới||x|||",
            f"An Bình|Trưởng ấp gần dân, sát dân|{HT}|{CN}|12/02/2020|duy trì||x|x||",
            f"An Bình|Thư viện mini trong khu dân cư|Khoa học|{TT}|18/02/2020|mới|8||||",
        ],
    ),
    (
        "02. MTTQ huyen - Tong hop Dan van kheo 2020.xlsx",
        "ỦY BAN MTTQ VIỆT NAM HUYỆN ĐỒNG TÂM",
        [
            f"Thị trấn|Tuyến phố văn minh, không rác|{VH}|{TT}|08/01/2020|mới|20|x|x|x|",
            f"Thị trấn|Người uy tín hòa giải tại khu phố|{VH}|{CN}|10/01/2020|mới||x|||",
            f"X. Bình Lợi|Vận động hiến đất làm đường liên ấp|{KT}|{TT}|14/01/2020|mới|120|x|x||",
            f"xã Bình Lợi|Dòng họ hiếu học|{VH}|{TT}|22/02/2020|duy trì|15||||",
            f"Đông Hòa|Camera an ninh ấp tự quản|{AN}|{TT}|03/02/2020|mới|65|x|x|x|x",
            f"Đông Hòa|Hội viên nông dân làm kinh tế giỏi|{KT}|{CN}|04/02/2020|mới|50|x|||",
            f"xa gia loc|Chi bộ bốn tốt ở ấp|{HT}|{TT}|17/02/2020|mới||x|x||",
            f"Gia Lộc|Ngày thứ Bảy vì dân|{HT}|{TT}|28/02/2020|mới|||||",
            f"Hòa Phú|Nuôi heo đất giúp học sinh nghèo|{VH}|{TT}|02/03/2020|duy trì|12|x|||",
            f"Long Thới|Tổ nhân dân tự quản về an ninh trật tự|{AN}|{TT}|09/03/2020|mới||x|x||",
            f"Ông Đá|Cánh đồng không vỏ thuốc bảo vệ thực vật|{KT}|{TT}|11/03/2020|mới|9,5||||",
            f"Hội LHPN huyện|Bếp ăn nghĩa tình|{VH}|{TT}|16/03/2020|mới|30||||",
            f"Công an huyện|Làm thẻ căn cước tại nhà cho người già|{HT}|{TT}|19/03/2020|mới||x|||",
            f"An Bình|Tuyến đường hoa nông thôn mới|{VH}|{TT}|15/01/2020|mới|35|x|x|x|x",
            f"Hòa Phú||{VH}|{TT}|20/03/2020|mới|||||",
            f"Long Thới|Tuyến đường thanh niên tự quản|{AN}|{TT}|20/06/2020|mới|||||",
        ],
    ),
]

OLD_FONT = [
    f"xã Hòa Phú|Tổ tiết kiệm và vay vốn của phụ nữ|{KT}|{TT}|06/01/2020|duy trì|25|x|x|x|",
    f"xã Long Thới|Bí thư chi bộ nói đi đôi với làm|{HT}|{CN}|13/01/2020|mới||x|x||",
    f"xã Ông Đá|Đội văn nghệ tuyên truyền ở ấp|{VH}|{TT}|21/01/2020|mới|7||||",
    f"xã Vĩnh Hưng|Bến đò ngang an toàn|{AN}|{TT}|07/02/2020|mới|18|x|||",
]

MODELS_2019 = [
    f"An Bình|Trưởng ấp gần dân, sát dân|{HT}|{CN}|14/01/2019|mới||x|x||",
    f"An Bình|Con đường sáng - xanh - sạch|{VH}|{TT}|16/01/2019|mới|28|x|x|x|x",
    f"Bình Lợi|Dòng họ hiếu học|{VH}|{TT}|21/01/2019|mới|15|x|||",
    f"Đông Hòa|Tổ hợp tác nuôi bò sinh sản|{KT}|{TT}|11/02/2019|mới|60|x|x||",
    f"Gia Lộc|Tiếng loa an ninh|{AN}|{TT}|18/02/2019|mới|10||||",
    f"Hòa Phú|Tổ tiết kiệm và vay vốn của phụ nữ|{KT}|{TT}|25/02/2019|mới|25|x|x|x|",
    f"Hòa Phú|Nuôi heo đất giúp học sinh nghèo|{VH}|{TT}|04/03/2019|mới|12|x|||",
    f"Long Thới|Chi hội xanh ba không|{VH}|{TT}|08/03/2019|mới|||||",
    f"Thị trấn|Khu phố không có rượu bia say xỉn|{AN}|{TT}|12/03/2019|mới||x|x||",
    f"Ông Đá|Vườn cây Bác Hồ|{KT}|{CN}|15/03/2019|mới|14||||",
    f"Vĩnh Hưng|Một cửa thân thiện|{HT}|{TT}|19/03/2019|mới||x|||",
    f"Vĩnh Hưng|Tổ tự quản đường ven sông|{AN}|{TT}|21/03/2019|mới|16|x|x||",
    f"Bình Lợi|Hũ gạo tình thương|{VH}|{TT}|22/03/2019|mới|20|x|x||",
    f"Gia Lộc|Cựu chiến binh giúp nhau thoát nghèo|{KT}|{TT}|25/03/2019|mới|70|x|x|x|x",
    f"Ông Đá|Ấp không có rác|{VH}|{TT}|28/03/2019|mới|22|x|||",
    f"Công an huyện|Tiếp dân ngoài giờ hành chính|{HT}|{TT}|02/04/2019|mới||x|||",
]

CHAIR, MAYOR = "Bí thư Đảng ủy", "Chủ tịch UBND"
TALKS = [
    (
        "05. Van phong Huyen uy - Doi thoai 2020.xlsx",
        "VĂN PHÒNG HUYỆN ỦY ĐỒNG TÂM",
        2020,
        [
            "Huyện|28/05/2020|Đột xuất|Chủ tịch UBND huyện|74|15|12|3|",
            f"Thị trấn|12/02/2020|Định kỳ|{CHAIR}|96|18|16|2|1",
            f"Thị trấn|20/05/2020|Đột xuất|{MAYOR}|41|9|9|0|",
            f"An Bình|18/02/2020|Định kỳ|{CHAIR}|88|14|12|2|",
            f"Bình Lợi|25/02/2020|Định kỳ|{CHAIR}|67|11|10|1|",
            f"Đông Hòa|03/03/2020|Định kỳ|{CHAIR}|104|21|17|4|1",
            f"Gia Lộc|10/03/2020|Định kỳ|{MAYOR}|1,250|12|12|0|",
            f"Long Thới|17/03/2020|Định kỳ|{CHAIR}|59|8|7|1|",
            f"Ông Đá|12/05/2020|Đột xuất|{MAYOR}|38|6|6|0|",
            f"Hòa Phú|19/05/2020|Định kỳ|{CHAIR}|82|16|13|3|",
        ],
    ),
    (
        "06. Xa Hoa Phu - Doi thoai 2020.xlsx",
        "ĐẢNG ỦY XÃ HÒA PHÚ",
        2020,
        [
            f"Hòa Phú|19/05/2020|Định kỳ|{CHAIR}|82|16|13|3|",
            f"Hòa Phú|09/06/2020|Đột xuất|{MAYOR}|35|5|4|1|",
        ],
    ),
    (
        "07. Van phong Huyen uy - Doi thoai 2019.xlsx",
        "VĂN PHÒNG HUYỆN ỦY ĐỒNG TÂM",
        2019,
        [
            "Huyện|22/05/2019|Định kỳ|Bí thư Huyện ủy|150|29|24|5|",
            f"Thị trấn|13/02/2019|Định kỳ|{CHAIR}|90|17|15|2|",
            f"An Bình|19/02/2019|Định kỳ|{CHAIR}|70|12|11|1|",
            f"Bình Lợi|26/02/2019|Định kỳ|{CHAIR}|61|9|8|1|",
            f"Đông Hòa|05/03/2019|Định kỳ|{CHAIR}|83|15|13|2|",
            f"Gia Lộc|12/03/2019|Định kỳ|{MAYOR}|55|10|8|2|",
            f"Hòa Phú|21/05/2019|Đột xuất|{MAYOR}|40|7|7|-|",
            f"Vĩnh Hưng|04/06/2019|Định kỳ|{CHAIR}|64|13|12|1|",
        ],
    ),
]

LEAD = "Trưởng Ban Dân vận"
MEETINGS_2020 = [
    f"Hội nghị tổng kết công tác dân vận năm 2019|Tổng kết|20/12/2019|{LEAD}|60|57",
    f"Giao ban công tác dân vận quý I|Giao ban|12/03/2020|{LEAD}|24|24",
    f"Tập huấn nghiệp vụ công tác dân vận|Tập huấn|26/05/2020|{LEAD}|45|41",
    f"Giao ban công tác dân vận tháng 6|Giao ban|05/06/2020|{LEAD}|24|23",
]
MEETINGS_2019 = [
    f"Giao ban công tác dân vận quý I|Giao ban|14/03/2019|{LEAD}|24|22",
    f"Hội nghị chuyên đề dân vận chính quyền|Chuyên đề|16/05/2019|{LEAD}|50|46",
    f"Giao ban công tác dân vận tháng 6|Giao ban|06/06/2019|{LEAD}|24|21",
]

WAITING = [
    f"Vĩnh Hưng|Hàng cây thanh niên|{VH}|{TT}|24/02/2020|mới|6|x|x||",
    f"Vĩnh Hưng|Cựu chiến binh gương mẫu|{HT}|{CN}|27/02/2020|mới||x|||",
    f"Vĩnh Hưng|Tổ tự quản đường ven sông|{AN}|{TT}|13/02/2020|duy trì|11|x|x||",
    f"Vĩnh Hưn|Nhà sạch, vườn đẹp|{VH}|{TT}|16/03/2020|mới|5||||",
]
