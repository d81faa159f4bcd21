import type { Mock } from "@/api/types";
import { clock } from "@/lib/format";
import { Badge, type Tone } from "@/ui/badge";

const LOOKS: Record<string, [Tone, string]> = {
  healthy: ["ok", "healthy"],
  degraded: ["warn", "degraded"],
  down: ["err", "down"],
};

/** How a mock is: healthy, degraded, down, or not running. */
export function MockHealth({ mock }: { mock: Mock }) {
  const { health } = mock;
  if (!health) return <Badge tone="neutral">{mock.state}</Badge>;
  const [tone, word] = LOOKS[health.status] ?? ["neutral", health.status];
  return (
    <span title={told(mock)}>
      <Badge tone={tone}>{word}</Badge>
      <span className="sr-only">{told(mock)}</span>
    </span>
  );
}

/** What is known of a mock's health, in words. */
export function told({ health, startedAt }: Mock): string {
  if (!health) return "It does not run.";
  const parts = [];
  if (health.checkedAt) {
    const took = health.answeredInMicros;
    parts.push(
      `Looked at ${clock(health.checkedAt)}${took ? `: it answered within ${(took / 1000).toFixed(1)} ms` : ": it did not answer"}.`,
    );
  } else if (startedAt) parts.push(`Running since ${clock(startedAt)}; not looked at yet.`);
  if (health.restarts > 0) parts.push(`Started again ${health.restarts} times by itself.`);
  if (health.retryAt) parts.push(`It is tried again at ${clock(health.retryAt)}.`);
  return parts.join(" ");
}
