import type { Draft, Field } from "@/api/types";
import { addressOf, rowsOf, withAddress, withRows } from "./address-query";
import { freeDraft } from "./free";

const on = (name: string, value: string): Field => ({ name, value, enabled: true });
const off = (name: string, value: string): Field => ({ name, value, enabled: false });

const of = (url: string, query: Field[] = []): Draft => ({
  ...freeDraft(false),
  free: { method: "GET", url },
  query,
});

function typed(draft: Draft, text: string): Draft {
  const { url, query } = withAddress(draft, text);
  return { ...draft, free: { method: "GET", url }, query };
}

const edited = (draft: Draft, rows: Field[]): Draft => ({ ...draft, ...withRows(draft, rows) });

/** What the server sends of it: the query of the address, then the fields that are switched on. */
const sent = (draft: Draft): string => {
  const query = draft.free?.url.split("#")[0]?.split(/\?(.*)/s)[1] ?? "";
  const fields = { ...draft, free: { method: "GET", url: "x:" } };
  const more = addressOf(fields).split(/\?(.*)/s)[1];
  return [query, more].filter(Boolean).join("&");
};

const TEXTS: [string, Field[]][] = [
  ["https://h/p", []],
  ["https://h/p?", []],
  ["https://h/p?a=1&b=2", [on("a", "1"), on("b", "2")]],
  ["https://h/p?a=1&a=2&a=1", [on("a", "1"), on("a", "2"), on("a", "1")]],
  ["https://h/p?a=&b", [on("a", ""), on("b", "")]],
  ["https://h/p?q=x+y&z=%20", [on("q", "x y"), on("z", " ")]],
  ["https://h/p?q=x%2By%26z", [on("q", "x+y&z")]],
  ["https://h/p?q=%c3%a9&r=é", [on("q", "é"), on("r", "é")]],
  ["https://h/p?q=%ff&r=100%", [on("q", "%ff"), on("r", "100%")]],
  ["https://h/p?q=a=b", [on("q", "a=b")]],
  ["https://h/p?to=https://x/?y", [on("to", "https://x/?y")]],
  ["https://h/p?q={{x}}&{{n}}={{a b}}", [on("q", "{{x}}"), on("{{n}}", "{{a b}}")]],
  ["https://h/p?q={{x", [on("q", "{{x")]],
  ["https://h/p?{{all}}", [on("{{all}}", "")]],
  ["https://h/p?&", [on("", ""), on("", "")]],
  ["https://h/p?&a=1", [on("", ""), on("a", "1")]],
  ["https://h/p?a=1&", [on("a", "1"), on("", "")]],
  ["https://h/p?=1&it's='x'", [on("", "1"), on("it's", "'x'")]],
  ["https://h/p?a=1#b?c=2", [on("a", "1")]],
  ["https://h/p#b?c=2", []],
  ["{{baseUrl}}/p?a=🚢", [on("a", "🚢")]],
  ["/p?a[]=1&b|c=[x]", [on("a[]", "1"), on("b|c", "[x]")]],
];

test("an address is rows, stays as it is written, and is sent as it is written", () => {
  for (const [text, rows] of TEXTS) {
    const draft = typed(of("https://"), text);
    expect(rowsOf(draft), text).toEqual(rows);
    expect(addressOf(draft), text).toBe(text);
    const query = text.split("#")[0]?.split(/\?(.*)/s)[1] ?? "";
    expect(sent(draft), text).toBe(query);
  }
});

test("letter by letter the address is what was typed, and no row is lost on the way", () => {
  for (const [text] of TEXTS) {
    let draft = of("https://", [off("kept", "1"), off("also", "{{x}}")]);
    for (let end = 1; end <= text.length; end++) {
      draft = typed(draft, text.slice(0, end));
      expect(addressOf(draft)).toBe(text.slice(0, end));
      expect(rowsOf(draft).filter((row) => !row.enabled)).toHaveLength(2);
    }
    for (let end = text.length; end > 0; end--) {
      draft = typed(draft, text.slice(0, end));
      expect(addressOf(draft)).toBe(text.slice(0, end));
    }
  }
});

test("from any address to any other, whatever rows there are", () => {
  const fields = [
    [],
    [on("r", "a b")],
    [off("o", "1"), on("v", "{{x}}")],
    [on("", ""), on("z", "")],
  ];
  for (const [one] of TEXTS)
    for (const [two] of TEXTS)
      for (const query of fields) {
        const draft = typed(of(one, query), two);
        expect(addressOf(draft), `${one} to ${two}`).toBe(two);
        // Reading it anew says the same: it settles.
        expect(typed(draft, two)).toEqual(draft);
        expect(edited(draft, rowsOf(draft))).toEqual(draft);
      }
});

test("a row changes its pair in the address, and no other", () => {
  const draft = typed(of("https://"), "https://h/p?q=x+y&a=1&b=%2f#top");
  const set = (at: number, field: Field) => addressOf(edited(draft, rowsOf(draft).with(at, field)));
  expect(set(1, on("a", "2 3"))).toBe("https://h/p?q=x+y&a=2%203&b=%2f#top");
  expect(set(2, on("b", "/&"))).toBe("https://h/p?q=x+y&a=1&b=/%26#top");
  expect(set(0, on("q", "{{x}}"))).toBe("https://h/p?q={{x}}&a=1&b=%2f#top");
  expect(set(1, off("a", "1"))).toBe("https://h/p?q=x+y&b=%2f#top");
  const without = edited(draft, rowsOf(draft).toSpliced(1, 1));
  expect(addressOf(without)).toBe("https://h/p?q=x+y&b=%2f#top");
  const more = edited(draft, [...rowsOf(draft), on("c", "")]);
  expect(addressOf(more)).toBe("https://h/p?q=x+y&a=1&b=%2f&c=#top");
  const begun = edited(draft, [...rowsOf(draft), on("", "")]);
  expect(addressOf(begun)).toBe(addressOf(draft));
  expect(rowsOf(begun)).toHaveLength(4);
});

test("a row that is switched off stays in its place, and comes back to it", () => {
  const draft = typed(of("https://"), "https://h/p?a=1&b={{x}}&c=3");
  const without = edited(draft, [off("a", "1"), ...rowsOf(draft).slice(1)]);
  expect(addressOf(without)).toBe("https://h/p?b={{x}}&c=3");
  expect(rowsOf(without)).toEqual([off("a", "1"), on("b", "{{x}}"), on("c", "3")]);
  // The address is edited meanwhile.
  const longer = typed(without, "https://h/p?b={{x}}&c=34&d=5");
  expect(rowsOf(longer)).toEqual([off("a", "1"), on("b", "{{x}}"), on("c", "34"), on("d", "5")]);
  const back = edited(longer, rowsOf(longer).with(0, on("a", "1")));
  expect(addressOf(back)).toBe("https://h/p?a=1&b={{x}}&c=34&d=5");
});

test("what is written otherwise than a row keeps its bytes, even where a row before it is off", () => {
  const draft = typed(of("https://"), "https://h/p?a=1&q=x+y");
  const without = edited(draft, [off("a", "1"), on("q", "x y")]);
  expect(addressOf(without)).toBe("https://h/p?q=x+y");
  expect(rowsOf(without)).toContainEqual(off("a", "1"));
});

test("rows of an import are in the address, and are fields as before", () => {
  const draft = of("https://h/p", [on("a", "1 2"), off("b", "3"), on("c", "{{x}}")]);
  expect(addressOf(draft)).toBe("https://h/p?a=1%202&c={{x}}");
  const longer = typed(draft, "https://h/path?a=1%202&c={{x}}");
  expect(longer.query).toEqual(draft.query);
  expect(longer.free?.url).toBe("https://h/path");
});
