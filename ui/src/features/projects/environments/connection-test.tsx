import { CircleAlert, CircleCheck, CircleDashed, CircleX } from "lucide-react";
import type { ConnectionStep, ConnectionTest } from "@/api/types";
import { dateTime, millis } from "@/lib/format";

const NAMES = { dns: "Name", tcp: "Socket", tls: "Certificate", http: "HTTP", auth: "Credentials" };
const LOOKS = {
  passed: { Icon: CircleCheck, word: "passed", colour: "text-success" },
  warning: { Icon: CircleAlert, word: "warning", colour: "text-warning" },
  failed: { Icon: CircleX, word: "failed", colour: "text-error" },
  skipped: { Icon: CircleDashed, word: "skipped", colour: "text-subtle" },
};

/** What a test of a connection found, step by step, and what to do. */
export function ConnectionSteps({ test }: { test: ConnectionTest }) {
  return (
    <section aria-label="Connection" className="rounded-md bg-sunken p-3">
      <p role="status" className="font-medium">
        {test.ok ? "The environment can be reached." : "The environment cannot be used as it is."}
      </p>
      <ol className="mt-2 flex flex-col gap-2">
        {test.steps.map((step) => (
          <Step key={step.name} step={step} />
        ))}
      </ol>
    </section>
  );
}

function Step({ step }: { step: ConnectionStep }) {
  const { Icon, word, colour } = LOOKS[step.verdict];
  const { certificate } = step;
  return (
    <li className="flex items-start gap-2">
      <Icon size={16} className={`mt-0.5 shrink-0 ${colour}`} aria-hidden />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap gap-x-2">
          <span className="font-medium">{NAMES[step.name]}</span>
          <span className={colour}>{word}</span>
          {step.durationMs !== null && (
            <span className="text-subtle tabular-nums">{millis(step.durationMs)}</span>
          )}
        </p>
        <p className="break-words text-muted">{step.message}</p>
        {step.hint && <p className="break-words">{step.hint}</p>}
        {certificate && (
          <dl className="mt-1 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 break-words text-muted">
            <dt>Subject</dt>
            <dd>{certificate.subject}</dd>
            <dt>Issuer</dt>
            <dd>{certificate.issuer}</dd>
            <dt>Names</dt>
            <dd>{certificate.names.join(", ") || "none"}</dd>
            <dt>Holds until</dt>
            <dd>{dateTime(certificate.notAfter)}</dd>
          </dl>
        )}
      </div>
    </li>
  );
}
