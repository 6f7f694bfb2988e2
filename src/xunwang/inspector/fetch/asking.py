"""A search that only a script drives, used as a visitor would: words into its field, its button or Enter, and nothing after that."""

import re
from collections.abc import Awaitable, Callable

from playwright.async_api import BrowserContext, Error, Page, Request, Route

_LOOKS, _LOOK_EVERY = 15, 100  # milliseconds in which a script opens its page of results, if it opens one
_ACTING = 10_000  # milliseconds that a field or a button may let wait; a busy machine takes its time
MayGo = Callable[[str], Awaitable[bool]]
# A field counts by what it says of itself; one beside a password, a long text or a code to copy belongs to something else.
_FIND = r"""() => {
    const says = /search|query|keyword|^(?:q|kw|wd|sword)$|搜\s*索|检\s*索|关键字|关键词|站内搜/i;
    const other = /留言|投诉|信箱|来信|写信|登录|登陆|注册|订阅|投票|报名|评论|验证码|手机号|身份证|captcha|verif|login|regist|vote|comment/i;
    const told = one => ['name', 'id', 'class', 'placeholder', 'title', 'aria-label', 'value'].map(k => one.getAttribute(k) || '').join(' ');
    const seen = one => { const box = one.getBoundingClientRect(); return box.width > 20 && box.height > 8; };
    const fits = one => seen(one) && !one.disabled && !one.readOnly && told(one).split(/\s+/).some(w => says.test(w));
    const within = one => one.closest('form') || one.parentElement.parentElement || one.parentElement;
    const more = one => other.test(told(one)) || within(one).querySelector('textarea, input[type=password], input[type=file]')
        || other.test(told(within(one)));
    const field = [...document.querySelectorAll('input:not([type]), input[type=text], input[type=search]')].find(one => fits(one) && !more(one));
    if (!field) return null;
    field.setAttribute('data-search-field', '1');
    const press = one => /搜|检索|查询|search|(?:^|[\s_-])so(?:$|[\s_-])|query/i.test(`${one.innerText || ''} ${told(one)} ${one.getAttribute('onclick') || ''} ${one.getAttribute('alt') || ''}`);
    let around = field.parentElement;
    for (let step = 0; around && around !== document.body && step < 3; step++, around = around.parentElement) {
        const buttons = [...around.querySelectorAll('button, input[type=button], input[type=submit], input[type=image], a, img, span, i, em')];
        const button = buttons.find(one => seen(one) && press(one) && !one.contains(field) && !other.test(told(one)));
        if (button) { button.setAttribute('data-search-button', '1'); return true; }
    }
    return true;
}"""
_CHANGES = re.compile(
    r"login|regist|vote|comment|guestbook|save|delete|update|insert|subscri|upload|pay", re.IGNORECASE
)
_READS = frozenset({"GET", "HEAD", "OPTIONS"})


async def ask_field(context: BrowserContext, page: Page, words: str, may_go: MayGo) -> Page | None:
    """The page that shows what the search of `page` says to the words: the same one or one that it opened; None where no field searches."""
    if not await page.evaluate(_FIND):
        return None
    await context.route("**/*", lambda route, request: _only_searching(route, request, may_go))
    opened: list[Page] = []
    here = page.url
    context.on("page", lambda new: opened.append(new))  # noqa: PLW0108  # the driver marks what it is given, and a method of a list takes no mark
    await page.fill("[data-search-field]", words, timeout=_ACTING)
    button = page.locator("[data-search-button]")
    try:
        if await button.count():
            await button.first.click(timeout=_ACTING, no_wait_after=True)
        else:
            await page.press("[data-search-field]", "Enter", timeout=_ACTING, no_wait_after=True)
    except Error:
        await page.press("[data-search-field]", "Enter", timeout=_ACTING, no_wait_after=True)
    for _ in range(_LOOKS):
        if opened or page.url != here:
            break
        await page.wait_for_timeout(_LOOK_EVERY)
    return opened[-1] if opened else page


async def _only_searching(route: Route, request: Request, may_go: MayGo) -> None:
    """Pages only where they may be asked for; nothing that could write."""
    writes = request.method not in _READS and (request.method != "POST" or _CHANGES.search(request.url))
    if writes or (request.is_navigation_request() and not await may_go(request.url)):
        await route.abort()
    else:
        await route.fallback()
