// A list of a hundred thousand traces, and how it moves under the wheel.

export const MANY = 100_000;
/** Height of a row in pixels. */
export const ROW = 32;

/** Answers questions for pages of the list as if there were so many traces like a real one. */
export async function pretend(page, trace) {
  await page.route(/\/traces\?limit=/, async (route) => {
    const query = new URL(route.request().url()).searchParams;
    const limit = Number(query.get("limit"));
    const from = Number(query.get("cursor") ?? 0);
    const many = query.get("status") ? 1_000 : MANY;
    const to = Math.min(from + limit, many);
    const recent = query.get("from") ? "&recent" : "";
    const items = [];
    for (let n = from; n < to; n += 1) {
      const id = `00000000-0000-7000-8000-${String(n).padStart(12, "0")}`;
      items.push({ ...trace, id, path: `/berths/${n}?order=${query.get("order") ?? "desc"}${recent}` });
    }
    const nextCursor = to < many ? String(to) : null;
    await route.fulfill({ json: { items, nextCursor, total: many, totalIsExact: true } });
  });
}

/** Scrolls to the end until all rows are there: how many. */
export async function fill({ many, row }) {
  const list = document.querySelector("[role=list][aria-label=Traces], ul[aria-label=Traces]");
  let box = list;
  while (box.scrollHeight <= box.clientHeight + 1) box = box.parentElement;
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const end = performance.now() + 480_000;
  while (Math.round(box.scrollHeight / row) < many && performance.now() < end) {
    box.scrollTop = box.scrollHeight;
    await frame();
  }
  box.scrollTop = box.scrollHeight / 2;
  await frame();
  return Math.round(box.scrollHeight / row);
}

/** How long frames take while somebody scrolls, and how many of them show nothing. */
export function watch(millis) {
  const list = document.querySelector("[role=list][aria-label=Traces], ul[aria-label=Traces]");
  let box = list;
  while (box.scrollHeight <= box.clientHeight + 1) box = box.parentElement;
  return new Promise((done) => {
    const took = [];
    let blank = 0;
    let last = performance.now();
    const until = last + millis;
    const look = (now) => {
      took.push(now - last);
      last = now;
      const { left, top, height } = box.getBoundingClientRect();
      for (const part of [0.1, 0.5, 0.9]) {
        const there = document.elementFromPoint(left + 60, top + height * part);
        if (!there?.closest("[data-row]")) blank += 1;
      }
      if (now < until) requestAnimationFrame(look);
      else {
        took.sort((a, b) => a - b);
        done({ p95: took[Math.floor(took.length * 0.95)], blank });
      }
    };
    requestAnimationFrame(look);
  });
}

/** Chooses in one of the fields above the list; the milliseconds to the first frame with the new first row. */
export async function choose(page, label, value, text) {
  await page.getByLabel(label, { exact: true }).selectOption({ index: 0 });
  await page.waitForFunction((gone) => {
    const first = document.querySelector("[data-row='0']");
    return document.querySelector("[data-row]") && !first?.textContent.includes(gone);
  }, text);
  return page.evaluate(
    ({ label, value, text }) =>
      new Promise((done) => {
        const field = document.querySelector(`select[aria-label="${label}"]`);
        const from = performance.now();
        const set = Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, "value").set;
        set.call(field, value);
        field.dispatchEvent(new Event("change", { bubbles: true }));
        const look = () => {
          const first = document.querySelector("[data-row='0']");
          const took = performance.now() - from;
          if (first?.textContent.includes(text) || took > 10_000) done(took);
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      }),
    { label, value, text },
  );
}
