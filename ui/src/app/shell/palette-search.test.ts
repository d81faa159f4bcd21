import { search } from "./palette-search";

const entry = (text: string) => ({ id: text, text });
const all = [
  entry("get /berths/{id} one berth"),
  entry("get /berths every berth"),
  entry("post /bookings book a berth"),
  entry("go to projects"),
];
const found = (query: string) => search(all, query).map((e) => e.text);

test("without words everything is there, as it came", () => {
  expect(found(" ")).toEqual(all.map((e) => e.text));
});

test("every word must be there, wherever", () => {
  expect(found("BERTH post")).toEqual(["post /bookings book a berth"]);
  expect(found("berth nowhere")).toEqual([]);
});

test("what begins with the words comes first, then the shorter", () => {
  expect(found("go")).toEqual(["go to projects"]);
  expect(found("get /berths")[0]).toBe("get /berths every berth");
});

test("the last of very many is found, at once", () => {
  const many = Array.from({ length: 20_000 }, (_, n) => entry(`get /things/${n} thing`));
  const from = performance.now();
  expect(search(many, "things/19999")).toHaveLength(1);
  expect(performance.now() - from).toBeLessThan(500);
});
