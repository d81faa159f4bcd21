import { CircleAlert, CircleCheck, CircleDashed, CircleX, Info } from "lucide-react";
import type { ReactNode } from "react";

export type Tone = "ok" | "warn" | "err" | "neutral";
const LOOKS: Record<Tone, string> = {
  ok: "bg-ok-bg text-ok-fg",
  warn: "bg-warn-bg text-warn-fg",
  err: "bg-err-bg text-err-fg",
  neutral: "bg-sunken text-muted",
};
const ICONS = { ok: CircleCheck, warn: CircleAlert, err: CircleX, neutral: CircleDashed };

/** Icon, word and colour: never colour alone. */
export function Badge({
  tone,
  children,
  icon = true,
}: {
  tone: Tone;
  children: ReactNode;
  icon?: boolean;
}) {
  const Icon = ICONS[tone];
  return (
    <span
      className={`inline-flex items-center gap-1 rounded px-1.5 text-xs font-medium whitespace-nowrap ${LOOKS[tone]}`}
    >
      {icon && <Icon size={12} aria-hidden />}
      {children}
    </span>
  );
}

const TONES: Record<string, Tone> = {
  error: "err",
  warning: "warn",
  info: "neutral",
  hint: "neutral",
};

export const SeverityBadge = ({ severity }: { severity: string }) => (
  <Badge tone={TONES[severity] ?? "neutral"}>{severity}</Badge>
);

export function StatusBadge({ status }: { status: number | null | undefined }) {
  if (status == null) return <Badge tone="err">no answer</Badge>;
  const tone = status < 300 ? "ok" : status < 400 ? "neutral" : status < 500 ? "warn" : "err";
  return <Badge tone={tone}>{status}</Badge>;
}

const METHODS: Record<string, string> = {
  GET: "text-success",
  POST: "text-link",
  PUT: "text-warning",
  PATCH: "text-warning",
  DELETE: "text-error",
};

/** In a list every method takes the same room, so that what follows stands in one line. */
export const MethodBadge = ({ method, inline = false }: { method: string; inline?: boolean }) => (
  <span
    className={`inline-block ${inline ? "" : "min-w-14"} shrink-0 font-mono text-[11px] font-semibold ${METHODS[method] ?? "text-muted"}`}
  >
    {method}
  </span>
);

export const Note = ({ children }: { children: ReactNode }) => (
  <p className="flex items-start gap-2 text-muted">
    <Info size={14} className="mt-0.5 shrink-0" aria-hidden />
    <span>{children}</span>
  </p>
);
