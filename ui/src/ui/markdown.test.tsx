import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { Markdown } from "./markdown";

test("a text is set, and what is dangerous in it is gone", () => {
  const { container } = render(
    <Markdown>
      {`# Read me

Amounts are in **cents**, see [the guide](https://example.com).

<script>window.hit = 1</script><img src=x onerror="window.hit = 2">
<a href="javascript:window.hit = 3">here</a> <b style="position:fixed" onclick="x()">bold</b>`}
    </Markdown>,
  );
  expect(screen.getByRole("heading", { name: "Read me" })).toBeTruthy();
  expect(screen.getByRole("link", { name: "the guide" }).getAttribute("rel")).toBe("noreferrer");
  expect(container.innerHTML).not.toMatch(/script|onerror|onclick|<img|style=/);
  expect(screen.getByText("here").getAttribute("href")).toBeNull();
});
