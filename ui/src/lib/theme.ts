// Light, dark, or as the system says.
import { create } from "zustand";

export type Theme = "system" | "light" | "dark";
const KEY = "fairlead.theme";
const system = () => window.matchMedia?.("(prefers-color-scheme: dark)");

function stored(): Theme {
  const found = localStorage.getItem(KEY);
  return found === "light" || found === "dark" ? found : "system";
}

const isDark = (theme: Theme) =>
  theme === "dark" || (theme === "system" && Boolean(system()?.matches));

/** What was chosen, and what that means now. */
export const useTheme = create<{ chosen: Theme; dark: boolean }>(() => ({
  chosen: stored(),
  dark: isDark(stored()),
}));

function apply(chosen: Theme) {
  const dark = isDark(chosen);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  useTheme.setState({ chosen, dark });
}

export function chooseTheme(theme: Theme) {
  localStorage.setItem(KEY, theme);
  apply(theme);
}

/** From light to dark and back. */
export const toggleTheme = () => chooseTheme(useTheme.getState().dark ? "light" : "dark");

system()?.addEventListener("change", () => apply(useTheme.getState().chosen));
