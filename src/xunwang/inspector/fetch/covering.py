"""Personal data covered in a page before it is pictured; who may see it finds it in the archive."""

from playwright.async_api import Frame, Page

from xunwang.inspector.privacy import hidden_in, mask

_READ = "() => document.body ? document.body.innerText : ''"
# A number that is set in several elements stands in none of the texts: the smallest box that shows it whole is hidden.
_COVER = """masks => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode())
    for (const [said, masked] of masks)
      if (texts.currentNode.data.includes(said))
        texts.currentNode.data = texts.currentNode.data.split(said).join(masked);
  const shows = (box, said) => (box.innerText || '').includes(said);
  for (const [said] of masks)
    while (shows(document.body, said)) {
      let box = document.body, inner = box;
      while (inner) [box, inner] = [inner, [...inner.children].find(one => shows(one, said))];
      box.style.setProperty('visibility', 'hidden', 'important');
      if (shows(box, said)) box.textContent = '';
    }
}"""


async def cover(page: Page) -> None:
    """Puts the mask that personal data wears wherever it is shown over all that the page and its frames show."""
    for frame in page.frames:
        await _cover(frame)


async def _cover(frame: Frame) -> None:
    shown = await frame.evaluate(_READ)
    said = {shown[one.start : one.end] for one in hidden_in(shown)}
    if said:
        await frame.evaluate(_COVER, [[one, mask(one)] for one in sorted(said, key=len, reverse=True)])
