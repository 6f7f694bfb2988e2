"""Addresses that scripts hold and do not write."""

import base64

import pytest

from xunwang.inspector.safety.ciphers import from_base64, hidden_addresses
from xunwang.inspector.safety.scripts import code_signs

ADDRESS = "https://www.yun-tong.example/m/"
TABLE = "zyxwvutsrqponmlkjihgfedcba:/.-"


def coded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def moved(text: str, by: int) -> str:
    return "".join(chr((ord(one) - 97 + by) % 26 + 97) if one.isalpha() else one for one in text)


@pytest.mark.parametrize(
    "code",
    [
        f"go('{ADDRESS[::-1]}'.split('').reverse())",
        f"go(atob('{coded(ADDRESS)}'))",
        f"go(atob('{coded(ADDRESS)[::-1]}'.split('').reverse().join('')))",
        f"var p=['{ADDRESS[:7]}','{ADDRESS[7:14]}','{ADDRESS[14:]}'];go(p.join(''))",
        f"var p=['{ADDRESS[14:]}','{ADDRESS[:14]}'];go(p.reverse().join(''))",
        f"new TextDecoder().decode(new Uint8Array({[ord(one) for one in ADDRESS]}))",
        f"var t='{TABLE}',k={[TABLE.index(one) for one in ADDRESS]};go(t.charAt(k[0]))",
        f"'{moved(ADDRESS, 5)}'.replace(/[a-z]/g,back)",
        f"'{ADDRESS.replace('ttp', '#t#t#p', 1).replace('p', 'p#', 1).encode().hex()}';'{'#'.join(ADDRESS)}'.split('#').join('')",
        f"parseInt('{ADDRESS.encode().hex()}',16)",
    ],
)
def test_an_address_comes_out_whatever_the_way(code: str) -> None:
    assert hidden_addresses(code) == (ADDRESS,)


@pytest.mark.parametrize(
    "code",
    [
        f"var u='{ADDRESS}';go(u.split('').reverse().join(''))",  # written as it is
        "'nc.vog.elpmaxe@nijuhs'.split('').reverse().join('')",
        "var d=[12,45,67,89,90,34,56,78,91,23,45,66];d.map(twice)",
        f"atob('{coded('just a longer text of no address')}')",
        "var path=['','img','2026','a.png'].join('/')",
        "var own=['//','files.example.com','/query.js'].join('')",
        f"location='{ADDRESS}'",
        "",
    ],
)
def test_nothing_comes_out_of_what_hides_none(code: str) -> None:
    assert hidden_addresses(code) == ()


@pytest.mark.parametrize(
    "code",
    [
        "atob(" + "'" * 3001 + ")",
        "x.join('')" + "[" + "9" * 4000 + "]",
        "x.join('')[" + "99999," * 300 + "1]",
        ".join('')" + "'a'+" * 10_000,
        ".join(''),'\ud800\udfff//:sptth'",
        ".split('')" + "\\" * 5000,
    ],
)
def test_odd_scripts_are_borne(code: str) -> None:
    assert hidden_addresses(code) == ()


def test_base64_of_either_alphabet_is_read() -> None:
    assert from_base64("aHR0cHM6Ly94Lnl6Lz_Dqw") == "https://x.yz/?\u00eb"
    assert from_base64("####") == ""
    assert from_base64("/////w==") == ""


def test_an_encoded_film_is_no_lead_astray() -> None:
    code = f"var film='{coded(ADDRESS)}';var player=new Player({{src:atob(film)}});"
    assert not code_signs(code, "http://www.shilishi.gov.cn/")
    assert code_signs(f"location.href=atob('{coded(ADDRESS)}')", "http://www.shilishi.gov.cn/")
