"""How Vietnamese is written, read, compared and put in order; nothing here knows the work itself.

Standard library only, so that the window, the core and the scripts can all afford to import it.
"""

from typing import TYPE_CHECKING

from danvan_desktop import lazy

if TYPE_CHECKING:
    from danvan_desktop.vietnamese.collation import name_sort_key, sort_key
    from danvan_desktop.vietnamese.date_reading import ParsedDate, parse_date
    from danvan_desktop.vietnamese.dates import (
        VIETNAM,
        format_date,
        format_date_header,
        format_date_long,
        format_date_table,
        format_datetime_clerk,
        format_time,
        weekday,
    )
    from danvan_desktop.vietnamese.legacy import (
        LEGACY,
        Decoded,
        LegacyEncoding,
        decode,
        decode_by_bytes,
        decode_by_font,
        encoding_of_font,
        guess_encoding,
        is_capital_font,
        looks_unicode,
        mend,
    )
    from danvan_desktop.vietnamese.numbering import list_letter, roman, vietnamese_letters
    from danvan_desktop.vietnamese.numbers import (
        MONEY_UNITS,
        ParsedNumber,
        format_count,
        format_money,
        format_number,
        format_percent,
        format_points,
        format_size,
        parse_money,
        parse_number,
        percent_of,
        rounded_percent,
        to_decimal,
        to_dong,
    )
    from danvan_desktop.vietnamese.text import (
        VIETNAMESE_LETTERS,
        broken_at,
        clean,
        clean_lines,
        contains_vietnamese,
        fold,
        fold_key,
        nfc,
    )
    from danvan_desktop.vietnamese.words import (
        count_in_words,
        date_in_words,
        number_in_words,
        read_number_in_words,
    )
else:
    __getattr__ = lazy.exports(
        __name__,
        collation="name_sort_key sort_key",
        date_reading="ParsedDate parse_date",
        dates=(
            "VIETNAM format_date format_date_header format_date_long format_date_table "
            "format_datetime_clerk format_time weekday"
        ),
        legacy=(
            "LEGACY Decoded LegacyEncoding decode decode_by_bytes decode_by_font "
            "encoding_of_font "
            "guess_encoding is_capital_font looks_unicode mend"
        ),
        numbering="list_letter roman vietnamese_letters",
        numbers=(
            "MONEY_UNITS ParsedNumber format_count format_money format_number "
            "format_percent format_points format_size parse_money parse_number percent_of "
            "rounded_percent to_decimal to_dong"
        ),
        text="VIETNAMESE_LETTERS broken_at clean clean_lines contains_vietnamese fold fold_key nfc",
        words="count_in_words date_in_words number_in_words read_number_in_words",
    )

__all__ = [
    "LEGACY",
    "MONEY_UNITS",
    "VIETNAM",
    "VIETNAMESE_LETTERS",
    "Decoded",
    "LegacyEncoding",
    "ParsedDate",
    "ParsedNumber",
    "broken_at",
    "clean",
    "clean_lines",
    "contains_vietnamese",
    "count_in_words",
    "date_in_words",
    "decode",
    "decode_by_bytes",
    "decode_by_font",
    "encoding_of_font",
    "fold",
    "fold_key",
    "format_count",
    "format_date",
    "format_date_header",
    "format_date_long",
    "format_date_table",
    "format_datetime_clerk",
    "format_money",
    "format_number",
    "format_percent",
    "format_points",
    "format_size",
    "format_time",
    "guess_encoding",
    "is_capital_font",
    "list_letter",
    "looks_unicode",
    "mend",
    "name_sort_key",
    "nfc",
    "number_in_words",
    "parse_date",
    "parse_money",
    "parse_number",
    "percent_of",
    "read_number_in_words",
    "roman",
    "rounded_percent",
    "sort_key",
    "to_decimal",
    "to_dong",
    "vietnamese_letters",
    "weekday",
]
