// Records every message between the page and the program, in both directions.
const messages = { outward: [], inward: [] };
window.__messages = messages;
const text = (data) => {
  if (data === undefined || data === null) return "";
  if (data instanceof ArrayBuffer || ArrayBuffer.isView(data)) return new TextDecoder().decode(data);
  return typeof data === "string" ? data : JSON.stringify(data);
};
const send = window.fetch.bind(window);
window.fetch = (address, init) => {
  if (String(address).startsWith("ipc://")) {
    const headers = [...new Headers(init.headers)];
    const about = Object.fromEntries(headers);
    messages.inward.push({
      command: decodeURIComponent(String(address)),
      method: about["x-method"] ?? "",
      path: about["x-path"] ?? "",
      content: `${JSON.stringify(headers)}\n${text(init.body)}`,
    });
  }
  return send(address, init);
};
// Answers, channels and events all reach the page through a callback.
const { callbacks } = window.__TAURI_INTERNALS__;
const find = callbacks.get.bind(callbacks);
callbacks.get = (id) => {
  const found = find(id);
  return (
    found &&
    ((data) => {
      messages.outward.push(text(data));
      return found(data);
    })
  );
};
