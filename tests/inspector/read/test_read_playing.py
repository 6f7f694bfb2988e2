"""What plays as soon as a page is open, among what waits to be asked."""

import pytest
from reading import article_of

from xunwang.inspector.model import FlawKind


def played(element):
    return [
        flaw.words
        for flaw in article_of(text=f"<p>县城道路养护按照计划逐段实施。</p>{element}").flaws
        if flaw.kind is FlawKind.PLAYS
    ]


@pytest.mark.parametrize(
    ("element", "address"),
    [
        ("<video src='/v/1.mp4' autoplay loop></video>", "/v/1.mp4"),
        ("<video autoplay='autoplay'><source src='/v/2.mp4'></video>", "/v/2.mp4"),
        ("<audio autoplay src='/m/1.mp3'></audio>", "/m/1.mp3"),
        ("<bgsound src='/m/2.mid'>", "/m/2.mid"),
        ("<embed src='/m/3.wma' autostart='true'>", "/m/3.wma"),
        ("<iframe src='//player.example.com/a?autoplay=1'></iframe>", "//player.example.com/a?autoplay=1"),
    ],
)
def test_what_plays_by_itself_is_told(element, address):
    assert played(element) == [address]


@pytest.mark.parametrize(
    "element",
    [
        "<video src='/v/1.mp4' controls></video>",
        "<video src='/v/1.mp4' autoplay muted loop></video>",
        "<div style='display:none'><video src='/v/1.mp4' autoplay></video></div>",
        "<embed src='/m/3.wma' autostart='false'>",
        "<iframe src='/v/a.html?autoplay=0'></iframe>",
        "<p>视频可设置autoplay</p>",
    ],
)
def test_what_waits_to_be_asked_is_not(element):
    assert played(element) == []
