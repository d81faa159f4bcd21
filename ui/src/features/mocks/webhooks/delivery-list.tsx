import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { useDeliveries, useDelivery } from "@/api/queries/mocks";
import type { Catcher, Caught } from "@/api/types";
import { clock } from "@/lib/format";
import { Badge, MethodBadge, StatusBadge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { BodyView, HeaderTable, VerdictView } from "@/ui/exchange";
import { Said } from "@/ui/said";
import { EmptyState, Loaded } from "@/ui/states";
import { chips } from "./schemes";

/** How many are shown at first, and how many more at a time. */
const SHOWN = 20;

/** What a catcher has caught, newest first. */
export function DeliveryList({ catcher }: { catcher: Catcher }) {
  const deliveries = useDeliveries(catcher.projectId, catcher.id);
  const [shown, setShown] = useState(SHOWN);
  return (
    <Loaded query={deliveries} rows={2}>
      {(all) =>
        all.length === 0 ? (
          <EmptyState>
            Nothing has come yet. What is sent to this address shows up here at once.
          </EmptyState>
        ) : (
          <>
            <ul aria-label="Deliveries" className="mt-3 border-t border-line">
              {all.slice(0, shown).map((caught) => (
                <Delivery key={caught.id} projectId={catcher.projectId} caught={caught} />
              ))}
            </ul>
            {all.length > shown && (
              <Button look="ghost" onClick={() => setShown(shown + SHOWN)}>
                Show more of {all.length}
              </Button>
            )}
          </>
        )
      }
    </Loaded>
  );
}

function Delivery({ projectId, caught }: { projectId: string; caught: Caught }) {
  const [open, setOpen] = useState(false);
  return (
    <li className="border-b border-line">
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className="row cursor-pointer flex-wrap gap-2 py-1.5">
          <ChevronRight size={14} aria-hidden className={open ? "rotate-90" : ""} />
          <span className="text-muted tabular-nums">{clock(caught.at)}</span>
          <span className="min-w-0 break-all font-medium">
            {caught.webhook?.name ?? caught.event ?? caught.path}
          </span>
          {chips(caught).map(([tone, text]) => (
            <Badge key={text} tone={tone}>
              {text}
            </Badge>
          ))}
          <span className="flex items-center gap-2 md:ml-auto">
            {caught.attempt > 1 && <span className="text-muted">attempt {caught.attempt}</span>}
            <span className="text-muted">answered</span>
            <StatusBadge status={caught.status} />
          </span>
        </summary>
        {open && <DeliveryView projectId={projectId} caught={caught} />}
      </details>
    </li>
  );
}

function DeliveryView({ projectId, caught }: { projectId: string; caught: Caught }) {
  const delivery = useDelivery(projectId, caught.catcherId, caught.id);
  return (
    <Loaded query={delivery} rows={3}>
      {(found) => (
        <div className="flex flex-col gap-3 pb-3">
          <p className="break-all">
            <MethodBadge method={found.method} inline /> <code>{found.path}</code>{" "}
            {found.deliveryId && <code className="text-subtle">{found.deliveryId}</code>}
          </p>
          {found.reason && (
            <p className="first-letter:uppercase">
              <Said>{found.reason}</Said>.
            </p>
          )}
          {!found.verdict && found.detected && (
            <p className="text-muted">
              By the header <code>{found.detected.header}</code> it looks like{" "}
              {found.detected.scheme ?? "a scheme of its own"}. Choose it and set the secret to have
              the next ones checked.
            </p>
          )}
          {found.notes.map((note) => (
            <p key={note} className="text-muted first-letter:uppercase">
              <Said>{note}</Said>
            </p>
          ))}
          {found.webhook && (
            <VerdictView
              of="request"
              verdict={{ valid: found.payloadValid ?? true, violations: found.violations }}
            />
          )}
          <div className="overflow-x-auto rounded-md border border-line">
            <HeaderTable headers={found.headers} label="Headers of the delivery" />
          </div>
          <div className="rounded-md border border-line">
            <BodyView body={found.body} />
          </div>
        </div>
      )}
    </Loaded>
  );
}
