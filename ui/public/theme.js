// Before the first paint, so that nothing flashes. A file of its own: inline scripts are forbidden.
(() => {
  let chosen = "system";
  try {
    chosen = localStorage.getItem("fairlead.theme") || "system";
  } catch {}
  const dark = chosen === "dark" || (chosen === "system" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
})();
