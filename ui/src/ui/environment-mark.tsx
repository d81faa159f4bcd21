import { ClipboardCheck, FlaskConical, Rocket, Wrench } from "lucide-react";
import type { Environment } from "@/api/types";

type Kind = Environment["type"];
const ICONS = { MOCK: Wrench, SANDBOX: FlaskConical, UAT: ClipboardCheck, PRODUCTION: Rocket };
export const KIND_NAMES: Record<Kind, string> = {
  MOCK: "Mock",
  SANDBOX: "Sandbox",
  UAT: "UAT",
  PRODUCTION: "Production",
};

/** What an environment is for: icon, word and colour. Production cannot be overlooked. */
export function EnvironmentMark({ kind }: { kind: Kind }) {
  const Icon = ICONS[kind];
  const look = kind === "PRODUCTION" ? "bg-err-bg text-err-fg" : "bg-sunken text-muted";
  return (
    <span
      className={`inline-flex items-center gap-1 rounded px-1.5 text-xs font-medium whitespace-nowrap ${look}`}
    >
      <Icon size={12} aria-hidden />
      {kind === "PRODUCTION" ? "PRODUCTION" : KIND_NAMES[kind]}
    </span>
  );
}
