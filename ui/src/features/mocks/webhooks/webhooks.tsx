import { lazy, Suspense, useState } from "react";
import { useCatchers } from "@/api/queries/mocks";
import { useWebhooks } from "@/api/queries/spec";
import { Button } from "@/ui/button";
import { Loaded } from "@/ui/states";
import { CatcherCard } from "./catcher-card";
import { NewCatcher } from "./new-catcher";

const SendDialog = lazy(() => import("./send-dialog"));

/** What the API sends by itself: caught, and sent by hand. */
export function Webhooks({ projectId }: { projectId: string }) {
  const catchers = useCatchers(projectId);
  const webhooks = useWebhooks(projectId);
  const [sending, setSending] = useState(false);
  const declared = webhooks.data ?? [];
  return (
    <section aria-label="Webhooks" className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-2">
        <h2>Webhooks</h2>
        <span className="text-muted">
          {declared.length > 0
            ? [...new Set(declared.map((w) => w.name))].slice(0, 4).join(", ")
            : "The description declares none; a catcher takes any."}
        </span>
        {declared.length > 0 && (
          <Button className="md:ml-auto" onClick={() => setSending(true)}>
            Send a webhook
          </Button>
        )}
      </div>
      <Loaded query={catchers} rows={2}>
        {(all) => (
          <>
            {all.map((catcher) => (
              <CatcherCard key={catcher.id} catcher={catcher} />
            ))}
            <NewCatcher projectId={projectId} first={all.length === 0} />
          </>
        )}
      </Loaded>
      {sending && (
        <Suspense>
          <SendDialog projectId={projectId} webhooks={declared} onClose={() => setSending(false)} />
        </Suspense>
      )}
    </section>
  );
}
