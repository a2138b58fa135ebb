"""QR codes, read back from their drawing."""

from __future__ import annotations

import re

import pytest

from kitapsha import qrcodes

ADDRESS = "https://example.org/kitapsha/kk/after-zhanaozen.html"
FINDER = ["1111111", "1000001", "1011101", "1011101", "1011101", "1000001", "1111111"]
"""The square in three corners of a code (ISO/IEC 18004, 6.3.3)."""


def modules(svg: str) -> list[str]:
    (size,) = map(int, re.findall(r'viewBox="0 0 (\d+) \d+"', svg))
    field = [["0"] * size for _ in range(size)]
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", svg):
        for step in range(int(width)):
            field[int(y)][int(x) + step] = "1"
    return ["".join(row) for row in field]


def test_the_code_has_its_marks_and_a_quiet_zone() -> None:
    field = modules(qrcodes.svg(ADDRESS))
    size, quiet = len(field), qrcodes.QUIET
    blank = "0" * quiet
    assert quiet == 4
    assert all(row.startswith(blank) and row.endswith(blank) for row in field)
    assert field[:quiet] == field[-quiet:] == ["0" * size] * quiet
    ends = size - quiet - 7
    for x, y in ((quiet, quiet), (ends, quiet), (quiet, ends)):
        assert [row[x : x + 7] for row in field[y : y + 7]] == FINDER


def test_it_is_error_correction_m() -> None:
    """The first two bits of the format, unmasked (ISO/IEC 18004, table 12 and 7.9.1)."""
    row = modules(qrcodes.svg(ADDRESS))[qrcodes.QUIET + 8][qrcodes.QUIET :]
    assert int(row[:2], 2) ^ 0b10 == 0b00


def test_the_same_address_has_the_same_code_and_another_has_another() -> None:
    assert qrcodes.svg(ADDRESS) == qrcodes.svg(ADDRESS)
    assert qrcodes.svg(ADDRESS) != qrcodes.svg(ADDRESS.replace("kk", "ru"))


@pytest.mark.parametrize(
    ("address", "written"),
    [
        (ADDRESS, ADDRESS),
        ("https://мысал.қаз/ж/а б.html", "https://xn--80awbu3c.xn--80ao21a/%D0%B6/%D0%B0%20%D0%B1.html"),
        ("https://example.org:8000/a%20b?c=d#e", "https://example.org:8000/a%20b?c=d#e"),
        ("", ""),
        ("javascript:alert(1)", ""),
        ("https://", ""),
        ("https://[", ""),
        (f"https://{'a' * 70}.org/", ""),
    ],
)
def test_addresses_are_written_in_ascii(address: str, written: str) -> None:
    assert qrcodes.written_out(address) == written


@pytest.mark.parametrize("address", ["", "mailto:a@example.org", "https://example.org/" + "a" * 300])
def test_what_no_telephone_could_open_has_no_code(address: str) -> None:
    assert qrcodes.svg(address) == ""
