import { Lock, LockOpen } from "lucide-react";
import { useEnvironments } from "@/api/queries/environments";
import type { Environment, Target } from "@/api/types";
import { useLock } from "@/api/use-lock";
import { clock } from "@/lib/format";
import { Button } from "@/ui/button";
import { EnvironmentMark } from "@/ui/environment-mark";

/** Says that requests reach the real thing, and whether they may change it. */
export function EnvironmentBanner({ projectId, target }: { projectId: string; target: Target }) {
  const environments = useEnvironments(projectId);
  const found =
    target.kind === "environment" ? environments.data?.find((e) => e.id === target.id) : undefined;
  if (!found || (found.type !== "PRODUCTION" && !found.readOnly)) return null;
  return <Banner environment={found} />;
}

function Banner({ environment }: { environment: Environment }) {
  const lock = useLock(environment);
  const isProduction = environment.type === "PRODUCTION";
  const Icon = environment.readOnly && !lock.unlocked ? Lock : LockOpen;
  return (
    <section
      aria-label="Environment"
      className={`flex shrink-0 flex-wrap items-center gap-2 border-b px-3 py-2 ${isProduction ? "border-error bg-err-bg text-err-fg" : "border-line bg-sunken"}`}
    >
      <Icon size={14} className="shrink-0" aria-hidden />
      {isProduction ? <strong>PRODUCTION</strong> : <EnvironmentMark kind={environment.type} />}
      <span className="min-w-0 flex-1 max-md:order-last max-md:basis-full">
        {environment.name}:{" "}
        {!environment.readOnly
          ? "every request is sent."
          : environment.unlockedUntil
            ? `unlocked until ${clock(environment.unlockedUntil)} (${lock.left}); every request is sent.`
            : "only GET, HEAD, OPTIONS and QUERY are sent."}
      </span>
      {environment.readOnly && (
        <Button onClick={lock.unlocked ? lock.lock : lock.unlock} disabled={lock.pending}>
          {lock.unlocked ? "Lock again" : "Unlock for 15 minutes"}
        </Button>
      )}
    </section>
  );
}
