import type { TraceDetail } from "@/api/types";

const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/** The command of curl that sends the same; what was masked stays masked. */
export function curlOf(trace: TraceDetail): string {
  const parts = [`curl -X ${trace.request.method} ${quote(trace.request.url)}`];
  for (const { name, value } of trace.request.headers) {
    if (/^(host|content-length|connection)$/i.test(name)) continue;
    parts.push(`-H ${quote(`${name}: ${value}`)}`);
  }
  if (trace.request.body?.text) parts.push(`--data-raw ${quote(trace.request.body.text)}`);
  return parts.join(" \\\n  ");
}
