"""What the frames of a page show, put in their place: to a visitor both are one page."""

from contextlib import suppress

from playwright.async_api import Error, Frame, Page

_MOST = 5
_SMALLEST = 200  # pixels; a smaller frame holds a banner or a counter
_LARGEST = 2_000_000  # characters
# Addresses in full, since the page stands elsewhere; the frame's own head and foot belong to its system, not to the page that shows it.
_SHOWN = """() => {
    if (!document.body) return '';
    for (const one of document.querySelectorAll('a[href]')) one.setAttribute('href', one.href);
    for (const one of document.querySelectorAll('img[src]')) one.setAttribute('src', one.src);
    const copy = document.body.cloneNode(true);
    const out = 'script,style,link,meta,noscript,header,footer,.header,.footer,.foot,#header,#footer,#foot';
    for (const one of copy.querySelectorAll(out)) one.remove();
    return copy.innerHTML;
}"""
_IN_PLACE = """(frame, html) => {
    const holder = document.createElement('div');
    holder.setAttribute('data-frame', frame.src);
    holder.innerHTML = html;
    frame.replaceWith(holder);
}"""


async def put_in_place(page: Page) -> None:
    """Replaces the large frames of a page at rest by what they show; the innermost first. A frame that says nothing stays."""
    frames = [frame for frame in page.frames if frame is not page.main_frame]
    for frame in reversed(frames[:_MOST]):
        with suppress(Error):
            await _put_in_place(frame)


async def _put_in_place(frame: Frame) -> None:
    element = await frame.frame_element()
    box = await element.bounding_box()
    if box is None or min(box["width"], box["height"]) < _SMALLEST:
        return
    html = await frame.evaluate(_SHOWN)
    if isinstance(html, str) and html.strip() and len(html) <= _LARGEST:
        await element.evaluate(_IN_PLACE, html)
