import { focusFilter, focusNextPane } from "./panes";

beforeEach(() => {
  document.body.innerHTML = `
    <nav aria-label="Main"><a href="/">Home</a></nav>
    <main>
      <section aria-label="List"><input data-filter /><button>One</button></section>
      <section aria-label="Detail"><p>Nothing chosen</p></section>
    </main>`;
});

const where = () => document.activeElement?.closest("[aria-label]")?.getAttribute("aria-label");

test("goes through every part, those without a control too, and round again", () => {
  const visited = Array.from({ length: 4 }, () => {
    focusNextPane();
    return where();
  });
  expect(visited).toEqual(["Main", "List", "Detail", "Main"]);
});

test("the filter of the page", () => {
  focusFilter();
  expect(document.activeElement?.hasAttribute("data-filter")).toBe(true);
});
