import { chooseTheme, toggleTheme, useTheme } from "./theme";

const shown = () => document.documentElement.dataset.theme;

test("a choice shows at once and is kept", () => {
  chooseTheme("dark");
  expect(shown()).toBe("dark");
  expect(localStorage.getItem("fairlead.theme")).toBe("dark");
  expect(useTheme.getState()).toEqual({ chosen: "dark", dark: true });
});

test("the shortcut goes to the other of light and dark", () => {
  chooseTheme("light");
  toggleTheme();
  expect(shown()).toBe("dark");
  toggleTheme();
  expect(shown()).toBe("light");
});

test("without a preference of the system it is light", () => {
  chooseTheme("system");
  expect(shown()).toBe("light");
  expect(useTheme.getState().chosen).toBe("system");
});
