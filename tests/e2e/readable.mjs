// What a person with large letters, or with longer words, could not read. Each function runs in the
// page, so none uses anything outside itself.

/** Makes every text of the page two fifths longer, as a translation might. */
export function lengthenText() {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode;
    // Code, addresses and what a person typed stay as they are in every language.
    if (!node.data.trim() || node.parentElement.closest("code, pre, svg, .font-mono, .monaco-editor"))
      continue;
    const end = node.data.trimEnd();
    const more = "ẽ".repeat(Math.ceil(end.trim().length * 0.4));
    node.data = end + more + node.data.slice(end.length);
  }
}

/** Makes the letters twice as large, and nothing else. */
export function zoomText() {
  const elements = [...document.body.querySelectorAll("*")].filter(
    (element) => !element.closest(".monaco-editor, svg"),
  );
  const sizes = elements.map((element) => Number.parseFloat(getComputedStyle(element).fontSize));
  const heights = elements.map((element) => getComputedStyle(element).lineHeight);
  for (const [place, element] of elements.entries()) {
    element.style.fontSize = `${sizes[place] * 2}px`;
    if (heights[place].endsWith("px"))
      element.style.lineHeight = `${Number.parseFloat(heights[place]) * 2}px`;
  }
}

/** Texts that are cut off, lie over each other, or make the page wider than its window: of all, or within a place. */
export function findUnreadable(place = "body") {
  const wrong = [];
  const width = document.documentElement.clientWidth;
  const whole = document.documentElement.scrollWidth;
  if (whole > width) {
    const ends = (element) => Math.abs(element.getBoundingClientRect().right - whole) <= 2;
    const widest = [...document.body.querySelectorAll("*")].findLast(ends);
    wrong.push(`the page is ${whole} px wide in ${width}: ${widest?.textContent.slice(0, 60)}`);
  }

  const isHidden = (element) =>
    !element.closest(place) ||
    element.closest("[aria-hidden=true], .sr-only, .monaco-editor, svg, [inert]") ||
    !element.checkVisibility({ visibilityProperty: true });
  const scrolls = (value) => value === "auto" || value === "scroll";
  const cuts = (value) => value === "hidden" || value === "clip";

  /** The part of a box that is not scrolled away, or what cuts a part of it off. */
  function seen(box, from) {
    let { left, right, top, bottom } = box;
    let cut;
    for (let at = from; at && at !== document.body; at = at.parentElement) {
      const style = getComputedStyle(at);
      const edge = at.getBoundingClientRect();
      // Dots say that there is more, and the whole text is in the detail.
      const dots = style.textOverflow === "ellipsis" || style.webkitLineClamp !== "none";
      if (cuts(style.overflowX) && !dots && (right > edge.right + 1 || left < edge.left - 1)) cut ??= at;
      if (cuts(style.overflowY) && !dots && (bottom > edge.bottom + 2 || top < edge.top - 2)) cut ??= at;
      if (scrolls(style.overflowX) || cuts(style.overflowX)) {
        left = Math.max(left, edge.left);
        right = Math.min(right, edge.right);
      }
      if (scrolls(style.overflowY) || cuts(style.overflowY)) {
        top = Math.max(top, edge.top);
        bottom = Math.min(bottom, edge.bottom);
      }
      if (style.position === "fixed") break;
    }
    return { left, right, top, bottom, cut };
  }

  const boxes = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode;
    const element = node.parentElement;
    if (!node.data.trim() || isHidden(element) || element.closest("option, script, style")) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      if (box.width < 1 || box.height < 1) continue;
      const visible = seen(box, element);
      const said = node.data.trim().slice(0, 40);
      if (visible.cut) {
        const { tagName, className } = visible.cut;
        wrong.push(`"${said}" is cut off by ${tagName.toLowerCase()}.${className}`);
        break;
      }
      if (visible.right - visible.left > 1 && visible.bottom - visible.top > 1)
        boxes.push({ ...visible, said, element });
    }
  }

  const apart = (one, other) =>
    one.right <= other.left + 2 ||
    other.right <= one.left + 2 ||
    one.bottom <= other.top + 4 ||
    other.bottom <= one.top + 4;
  // What floats above the page may lie over it.
  const floating = [...document.body.querySelectorAll("*")].filter((element) =>
    ["fixed", "sticky"].includes(getComputedStyle(element).position),
  );
  const floats = (element) =>
    element.closest("[role=dialog], [data-sonner-toaster]") ??
    floating.find((above) => above.contains(element));
  for (const [n, one] of boxes.entries())
    for (const other of boxes.slice(n + 1)) {
      if (one.element === other.element || apart(one, other)) continue;
      if (floats(one.element) !== floats(other.element)) continue;
      wrong.push(`"${one.said}" and "${other.said}" lie over each other`);
    }

  // What has to be scrolled within wants room for a few lines.
  const ROOM = 96;
  for (const element of document.querySelectorAll("main *, [role=dialog] *")) {
    if (!scrolls(getComputedStyle(element).overflowY) || isHidden(element)) continue;
    if (element.scrollHeight <= element.clientHeight + 1 || element.clientHeight >= ROOM) continue;
    if (element.matches("textarea")) continue;
    wrong.push(`${element.clientHeight} px to read what is ${element.scrollHeight} px high: ${element.className}`);
  }
  for (const editor of document.querySelectorAll(".monaco-editor, ul[aria-label]")) {
    const around = editor.parentElement.getBoundingClientRect();
    if (!isHidden(editor.parentElement) && around.width > 0 && around.height < ROOM)
      if (editor.getBoundingClientRect().height > around.height)
        wrong.push(`${Math.round(around.height)} px for ${editor.ariaLabel ?? editor.className}`);
  }

  // The name of a choice, as long as nothing is chosen.
  const canvas = document.createElement("canvas").getContext("2d");
  for (const select of document.querySelectorAll("select")) {
    if (select.value !== "" || isHidden(select) || select.clientWidth === 0) continue;
    const style = getComputedStyle(select);
    canvas.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    const text = select.selectedOptions[0]?.text ?? "";
    const room = select.clientWidth - Number.parseFloat(style.paddingLeft) - 20;
    if (canvas.measureText(text).width > room) wrong.push(`"${text}" does not fit its choice`);
  }
  return [...new Set(wrong)];
}
