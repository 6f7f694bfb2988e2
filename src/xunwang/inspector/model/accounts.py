"""Facts of new-media accounts."""

import datetime as dt
from typing import Literal

from xunwang.inspector.model.answers import Evidence
from xunwang.inspector.model.base import Record
from xunwang.inspector.model.subjects import Subject


class PostFile(Record, frozen=True):
    """What belongs to a post and was archived with it: its page, a picture, an attachment. `unread`: why it could not be had, in Chinese."""

    url: str
    kind: Literal["page", "picture", "attachment"]
    evidence: Evidence | None = None
    unread: str | None = None


class PostFact(Record, frozen=True, tag="post", tag_field="fact"):
    """One thing that an account published. `key` is the platform's id, else the address, else title and time.

    `published` is None where the way in shows no time, and a midnight with `day_only` where it shows a day; `pinned`: kept on top, so its place says nothing of its age. `original` is None
    where nothing tells whether it was taken over from somebody else; `pictures` is None where the way does not tell. `files` are archived copies of the post's page, pictures and attachments; `picture_text` are the words read off its pictures. `way` is the way in that showed it, None in old runs.
    """

    key: str
    title: str
    published: dt.datetime | None
    day_only: bool = False
    url: str | None = None
    pinned: bool = False
    original: bool | None = None
    links: tuple[str, ...] = ()
    text: str | None = None
    evidence: Evidence | None = None
    pictures: int | None = None
    files: tuple[PostFile, ...] = ()
    picture_text: str | None = None
    way: str | None = None


class OnSite(Record, frozen=True):
    """Where a website of the account's unit leads to it: `url` as a link or, with `code`, as a code to scan on `page`. None where it does not.

    `unread`: why that proves nothing, in Chinese. `site` is the website by name.
    """

    site: str = ""
    url: str | None = None
    page: str | None = None
    code: bool = False
    unread: str | None = None


class ShownAccount(Record, frozen=True):
    """An account of `platform` that a website shows: as a link, or with `code` as a code to scan. `words` stand at it."""

    url: str
    platform: str
    words: str
    page: str | None
    code: bool = False
    picture: str | None = None
    evidence: Evidence | None = None


class ShownAccountsFact(Record, frozen=True, tag="shown_accounts", tag_field="fact"):
    """Every account that a website leads to. `pictures`: how many were looked through for codes; `unread`: why codes may have been missed."""

    accounts: tuple[ShownAccount, ...]
    pictures: int = 0
    unread: str | None = None


class AccountFact(Record, frozen=True, tag="account", tag_field="fact"):
    """One look at an account through one way in; the posts that it showed are facts of their own.

    `unread` says why nothing could be read. `complete_since`: the way shows every post of the account from this moment on; None where it may
    leave some out, so that silence proves nothing. `note`: what limits a look that read something, in Chinese. `shown_name` and `certified_body` are the platform's words, None where the way
    does not tell. `opens`, `downloads`, `interacts` and
    `certified` are what a person tried, None where nobody did, with a `remark`. `siblings` are other accounts of the same organiser on the same platform in the register. `on_site`: whether its unit's website leads to it.
    """

    subject: Subject
    way: str
    seen: dt.datetime
    unread: str | None = None
    complete_since: dt.datetime | None = None
    posts: int = 0
    shown_name: str | None = None
    certified_body: str | None = None
    siblings: tuple[str, ...] = ()
    evidence: Evidence | None = None
    note: str | None = None
    opens: bool | None = None
    downloads: bool | None = None
    interacts: bool | None = None
    certified: bool | None = None
    remark: str | None = None
    on_site: OnSite | None = None


class RepostOrderFact(Record, frozen=True, tag="repost_order", tag_field="fact"):
    """Something that the account was ordered to repost (重要信息转载) between `issued` and `due`.

    `url`: the original, where it has an address. `titles`, `urls` and `text` are further forms that are accepted: other titles, other
    addresses, the same text under whatever title. `done`: when it came out by the word of a person, which stands above what the posts tell. `emergency`: it is
    about an emergency (突发事件), for which some places have limits of their own.
    """

    key: str
    title: str
    issued: dt.datetime
    due: dt.datetime
    url: str | None = None
    titles: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    text: str | None = None
    emergency: bool = False
    done: dt.datetime | None = None
