"""What a person saw on an account where no interface tells it."""

import datetime as dt

from xunwang.inspector.media.times import PostTime
from xunwang.inspector.model import Record


class Entered(Record, frozen=True):
    """What a person saw on an account and wrote down: the last thing published, when it was looked at, who looked and what proves it.

    `last` is None where the account shows nothing at all. The guided check of an app asks whether it `opens` and `downloads`, of any
    account whether it `interacts` (menu, messages, comments) and is `certified`; with `tried` only these were looked at.
    """

    seen: dt.datetime
    last: PostTime | None
    by: str
    title: str | None = None
    url: str | None = None
    shown_name: str | None = None
    certified_body: str | None = None
    proof: str | None = None
    opens: bool | None = None
    downloads: bool | None = None
    interacts: bool | None = None
    certified: bool | None = None
    remark: str | None = None
    tried: bool = False
