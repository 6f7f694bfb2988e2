(async () => {
  const mostTexts = 600, mostPairs = 300;
  const root = document.documentElement;
  const clean = text => (text || "").replace(/\s+/g, " ").trim();

  // How far visible content stands out to the right of the window; what an ancestor cuts off does not.
  const overflow = Math.max(0, root.scrollWidth - root.clientWidth);

  const seen = element => {
    for (let at = element; at && at !== document.body; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.display === "none" || style.visibility !== "visible" || parseFloat(style.opacity) < 0.2) return false;
      if (style.position === "fixed") return false;
    }
    return true;
  };
  const opaque = element => {
    const style = getComputedStyle(element);
    if (style.backgroundImage !== "none" || /^(IMG|VIDEO|CANVAS|IFRAME|SVG|OBJECT|EMBED)$/i.test(element.tagName)) return true;
    const colour = style.backgroundColor.match(/[\d.]+/g) || [];
    return colour.length === 3 || (colour.length === 4 && parseFloat(colour[3]) > 0.5);
  };

  // Every line of text with the element that it stands in.
  const texts = [];
  const walker = document.createTreeWalker(document.body || root, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let node = walker.nextNode(); node && texts.length < mostTexts; node = walker.nextNode()) {
    const words = clean(node.nodeValue), element = node.parentElement;
    if (words.length < 2 || !element || /^(SCRIPT|STYLE|NOSCRIPT|OPTION|TEXTAREA)$/i.test(element.tagName) || !seen(element)) continue;
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      if (box.width < 8 || box.height < 6 || box.left < 0 || box.top < 0) continue;
      texts.push({ element, words, left: box.left, top: box.top, right: box.right, bottom: box.bottom });
    }
  }

  // Two lines of different elements cover each other when both can be seen at one point: nothing opaque lies between.
  const overlapping = new Set(), began = window.scrollY;
  let looked = 0;
  texts.sort((one, other) => one.top - other.top);
  for (let i = 0; i < texts.length; i++) {
    const one = texts[i];
    for (let j = i + 1; j < texts.length && texts[j].top < one.bottom; j++) {
      const other = texts[j];
      if (one.element === other.element || one.element.contains(other.element) || other.element.contains(one.element)) continue;
      const width = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      const height = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
      const smaller = Math.min((one.right - one.left) * (one.bottom - one.top), (other.right - other.left) * (other.bottom - other.top));
      if (width <= 6 || height <= 6 || width * height < 0.4 * smaller) continue;
      if (++looked > mostPairs) continue;
      const x = Math.max(one.left, other.left) + width / 2, y = Math.max(one.top, other.top) + height / 2 + began;
      window.scrollTo(0, Math.max(0, y - window.innerHeight / 2));
      const stack = document.elementsFromPoint(x, y - window.scrollY);
      const places = [stack.indexOf(one.element), stack.indexOf(other.element)];
      if (places.includes(-1)) continue;
      const lower = Math.max(...places);
      const covered = stack.slice(0, lower).some(at =>
        opaque(at) && !at.contains(stack[lower]));
      if (!covered) overlapping.add(one.words.slice(0, 20) + " / " + other.words.slice(0, 20));
    }
  }

  const pictures = [...document.images].filter(image => {
    const box = image.getBoundingClientRect();
    return image.currentSrc && seen(image) && (box.width > 4 || !image.complete || image.naturalWidth === 0);
  });
  const broken = pictures.filter(image => image.complete && image.naturalWidth === 0);

  let violations = [];
  if (typeof axe !== "undefined") {
    const result = await axe.run(document, { resultTypes: ["violations"], iframes: false });
    violations = result.violations.map(one => `${one.id}:${one.nodes.length}`).slice(0, 40);
  }
  return {
    overflow, overlaps: overlapping.size, overlapping: [...overlapping].slice(0, 5),
    sheets: document.querySelectorAll('link[rel~="stylesheet"][href]').length,
    images: pictures.length, images_failed: broken.length, violations,
  };
})()
