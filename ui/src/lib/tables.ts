// Bodies that are lists of records, as tables.

export interface Grid {
  columns: string[];
  rows: string[][];
}

/** CSV or TSV (RFC 4180): quoted cells may hold separators, quotes and line ends. */
export function readCsv(text: string, separator = ","): Grid {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let quoted = false;
  const endCell = () => {
    row.push(cell);
    cell = "";
  };
  const endRow = () => {
    endCell();
    if (row.length > 1 || row[0] !== "") rows.push(row);
    row = [];
  };
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (quoted) {
      if (sign !== '"') cell += sign;
      else if (text[at + 1] === '"') {
        cell += '"';
        at++;
      } else quoted = false;
    } else if (sign === '"' && cell === "") quoted = true;
    else if (sign === separator) endCell();
    else if (sign === "\n") endRow();
    else if (sign !== "\r") cell += sign;
  }
  if (cell !== "" || row.length > 0) endRow();
  const [columns = [], ...rest] = rows;
  return { columns, rows: rest };
}

/** JSON values, one a line (NDJSON, JSON Lines, RFC 7464 sequences), by the union of their names. */
export function readNdjson(text: string): Grid {
  const columns: string[] = [];
  const known = new Map<string, number>();
  const rows: string[][] = [];
  for (const piece of text.split("\n")) {
    // RFC 7464 begins each value with a record separator.
    const line = piece.replaceAll("\u001e", "");
    if (line.trim() === "") continue;
    const row: string[] = [];
    for (const [name, value] of membersOf(line)) {
      let at = known.get(name);
      if (at === undefined) {
        at = columns.length;
        known.set(name, at);
        columns.push(name);
      }
      row[at] = typeof value === "string" ? value : JSON.stringify(value);
    }
    rows.push(row);
  }
  return { columns, rows: rows.map((row) => columns.map((_, n) => row[n] ?? "")) };
}

function membersOf(line: string): [string, unknown][] {
  try {
    const value: unknown = JSON.parse(line);
    if (value !== null && typeof value === "object" && !Array.isArray(value))
      return Object.entries(value);
    return [["value", value]];
  } catch {
    return [["not JSON", line]];
  }
}

export interface ServerEvent {
  event: string;
  data: string;
  id: string;
}

/** Server-sent events (WHATWG HTML, 9.2.6), those without data too. */
export function readEvents(text: string): ServerEvent[] {
  const events: ServerEvent[] = [];
  let id = "";
  for (const block of text.replace(/^\ufeff/, "").split(/(?:\r\n|\r|\n){2,}/)) {
    const data: string[] = [];
    let event = "";
    for (const line of block.split(/\r\n|\r|\n/)) {
      const [, name = "", value = ""] = /^([^:]*):? ?(.*)$/s.exec(line) ?? [];
      if (name === "data") data.push(value);
      else if (name === "event") event = value;
      else if (name === "id") id = value;
    }
    if (data.length > 0 || event !== "")
      events.push({ event: event || "message", data: data.join("\n"), id });
  }
  return events;
}
