"""How units are reached, and everything that was sent."""

import datetime as dt

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from xunwang.office.errors import OfficeError
from xunwang.office.messages import hooks, service
from xunwang.office.messages.models import Channel, ChannelKind, MessageState
from xunwang.office.messages.policies import CHANNELS, MESSAGES
from xunwang.office.people.policy import UNITS, Action
from xunwang.office.web.acting import actionable, chosen_unit, try_to, written
from xunwang.office.web.viewing import numbered, page_of, viewer, visible

_STATES = ("", *MessageState.values)


def channels(request: HttpRequest) -> HttpResponse:
    """The channels of the subtree, and the form for a new one."""
    listed = visible(CHANNELS, request)
    user = viewer(request)
    may_change = CHANNELS.grants_to(user, Action.CHANGE)
    if request.method == "POST":
        if may_change:
            try_to(request, lambda: _add(request))
        return redirect("channels")
    context = {
        "page": page_of(
            request,
            listed.filter(active=True)
            .select_related("unit")
            .annotate(failed=Count("messages", Q(messages__state=MessageState.FAILED)))
            .order_by("unit__path", "pk"),
        ),
        "may_change": may_change,
        "units": UNITS.visible(user).order_by("path") if may_change else [],
        "kinds": ChannelKind.choices,
    }
    return render(request, "web/channels.html", context)


def _add(request: HttpRequest) -> str:
    if written(request, "kind") not in ChannelKind.values:
        raise OfficeError("请选择方式。")
    made = service.add_channel(
        chosen_unit(request),
        ChannelKind(written(request, "kind")),
        written(request, "name")[:60],
        written(request, "address")[:2000],
        by=viewer(request),
        secret=written(request, "secret")[:200],
    )
    return f"已新增渠道“{made.name}”，可以发一条测试消息。"


@require_POST
def channel_act(request: HttpRequest, key: int, act: str) -> HttpResponse:
    acts = {"stop": _stop, "test": _test, "again": _again}
    if act not in acts:
        raise Http404
    channel = actionable(CHANNELS, request, key, Action.CHANGE)
    try_to(request, lambda: acts[act](request, channel))
    return redirect("channels")


def _stop(request: HttpRequest, channel: Channel) -> str:
    service.stop_channel(channel, by=viewer(request))
    return f"渠道“{channel.name}”已停用，保存的密钥已清除。"


def _again(request: HttpRequest, channel: Channel) -> str:
    number = service.send_again(channel, by=viewer(request))
    return f"{number} 条消息已排队重新发送，结果见“发送记录”。"


def _test(request: HttpRequest, channel: Channel) -> str:
    del request
    if not channel.active:
        raise OfficeError("渠道已停用。")
    moment = timezone.localtime()
    service.send_over(
        channel,
        topic="test",
        key=f"test:{channel.pk}:{moment.timestamp():.0f}",
        title="巡网测试消息",
        text=_test_text(channel, moment),
    )
    return "测试消息已排队，结果见“发送记录”。"


def _test_text(channel: Channel, moment: dt.datetime) -> str:
    if channel.kind == ChannelKind.WEBHOOK:
        return hooks.body("test", channel.unit, {})
    return f"{channel.unit}的渠道“{channel.name}”可以收到消息。{moment:%Y-%m-%d %H:%M}"


def outbox(request: HttpRequest) -> HttpResponse:
    """Every sending with how it ended."""
    listed = visible(MESSAGES, request).select_related("unit", "channel")
    state, asked = request.GET.get("state", ""), request.GET.get("q", "").strip()
    channel = numbered(visible(CHANNELS, request), request.GET.get("channel", ""))
    if channel:
        listed = listed.filter(channel=channel)
    if state in _STATES[1:]:
        listed = listed.filter(state=state)
    if asked:
        listed = listed.filter(Q(unit__name__icontains=asked) | Q(title__icontains=asked))
    context = {
        "page": page_of(request, listed),
        "states": MessageState.choices,
        "state": state,
        "q": asked,
        "channel": channel,
    }
    return render(request, "web/outbox.html", context)
