import type { TraceDetail } from "@/api/types";

const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/** What curl says by itself, or would say twice. */
const OWN = /^(host|content-length|connection|accept-encoding)$/i;

/** What stands where a secret was. */
export const MASKED = "••••••";

/** The command of curl that sends the same; what was masked stays masked. */
export function curlOf(trace: TraceDetail): string {
  const parts = [`curl -X ${trace.request.method} ${quote(trace.request.url)}`];
  for (const { name, value } of trace.request.headers) {
    if (OWN.test(name)) continue;
    parts.push(`-H ${quote(`${name}: ${value}`)}`);
  }
  // Answers are packed as they were, and unpacked for the one who reads them.
  if (trace.request.headers.some(({ name }) => /^accept-encoding$/i.test(name)))
    parts.push("--compressed");
  if (trace.request.body?.text) parts.push(`--data-raw ${quote(trace.request.body.text)}`);
  return parts.join(" \\\n  ");
}
