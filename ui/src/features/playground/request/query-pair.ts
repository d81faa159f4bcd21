// A pair of the query of a free request, and how it is written.
import type { Field } from "@/api/types";

/** A pair of the query: in the address, where `written` says how, or a field. */
export interface Pair extends Field {
  written?: string;
}

const VARIABLE = /(\{\{[^{}]*\}\})/;

/** What is encoded in a value and in a name, as the server encodes fields and URLs. */
const IN_VALUES = /[^A-Za-z0-9\-._~,;=:@!$()*/?|[\]]/gu;
const IN_NAMES = /[^A-Za-z0-9\-._~,;:@!$()*/?|[\]]/gu;

/** Works on what is between variables, which stay as they are written. */
const outside = (text: string, work: (part: string) => string) =>
  text
    .split(VARIABLE)
    .map((part, n) => (n % 2 === 1 ? part : work(part)))
    .join("");

const percent = (text: string, which: RegExp) =>
  outside(text, (part) =>
    part.replace(which, (char) =>
      [...new TextEncoder().encode(char)]
        .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, "0")}`)
        .join(""),
    ),
  );

const plain = (text: string) =>
  outside(text, (part) => {
    try {
      return decodeURIComponent(part.replaceAll("+", " "));
    } catch {
      return part;
    }
  });

/** A field as it is sent. */
const encoded = ({ name, value }: Field) =>
  `${percent(name, IN_NAMES)}=${percent(value, IN_VALUES)}`;

/** A pair as it is written in an address. */
export function pairOf(written: string): Pair {
  const at = written.indexOf("=");
  const [name, value] = at < 0 ? [written, ""] : [written.slice(0, at), written.slice(at + 1)];
  return { name: plain(name), value: plain(value), enabled: true, written };
}

const isBegun = ({ name, value }: Field) => name.trim() === "" && value === "";
/** Whether a pair is in the address. */
export const isIn = (pair: Pair) => pair.written !== undefined || (pair.enabled && !isBegun(pair));
/** How it is, or would be, written in the address. */
export const textOf = (pair: Pair) => pair.written ?? encoded(pair);

/** Whether it can be no field: it would be other bytes, or a variable is in its name. */
export const mustStay = (pair: Pair) =>
  isIn(pair) &&
  (VARIABLE.test(pair.name) ||
    (pair.written !== undefined && (isBegun(pair) || pair.written !== encoded(pair))));

/** Whether a variable is in its value, which is encoded in fields alone. */
export const isFilled = ({ value }: Pair) => VARIABLE.test(value);
