import { useQueryClient } from "@tanstack/react-query";
import { useRouterState } from "@tanstack/react-router";
import { useState } from "react";
import { toast } from "sonner";
import { ApiFailure } from "@/api/client";
import { type Destination, importSource } from "@/api/import";
import type { Project, Source } from "@/api/types";
import { useGo } from "@/lib/address";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { askForBundle } from "./bundle-store";
import { useArrivals } from "./use-arrivals";

/** What comes from outside: files dropped anywhere on the window, and links. */
export default function Arrivals() {
  const [link, setLink] = useState<string | null>(null);
  const [dropped, setDropped] = useState<{ source: Source; project: Project } | null>(null);
  const go = useGo();
  const client = useQueryClient();
  const pathname = useRouterState({ select: (s) => s.location.pathname });
  const take = async (source: Source, into: Destination = {}) => {
    setDropped(null);
    const waiting = toast.loading("Importing…");
    try {
      const made = await importSource(source, into);
      client.invalidateQueries({ queryKey: ["project"] });
      client.invalidateQueries({ queryKey: ["spec", made.project.id] });
      toast.success(`${made.project.name} is imported`, { id: waiting });
      if (!into.projectId) go(`/projects/${made.project.id}`);
    } catch (error) {
      const hint = error instanceof ApiFailure ? error.hint : null;
      toast.error(error instanceof Error ? error.message : String(error), {
        id: waiting,
        description: hint,
        duration: 15_000,
      });
    }
  };
  // A project without a description wants what is dropped on it; one that has one may.
  const drop = (source: Source) => {
    const id = /^\/projects\/([^/]+)/.exec(pathname)?.[1];
    const project = id ? client.getQueryData<Project>(["project", id]) : undefined;
    if (project?.spec) setDropped({ source, project });
    else take(source, project ? { projectId: project.id } : {});
  };
  const over = useArrivals({ onDrop: drop, onBundle: askForBundle, onLink: setLink });

  return (
    <>
      {over && (
        <div className="pointer-events-none fixed inset-0 z-50 flex items-center justify-center border-4 border-dashed border-primary bg-bg/80">
          <p className="text-lg font-semibold">Drop an API description, or a bundle</p>
        </div>
      )}
      <Dialog
        open={dropped !== null}
        onOpenChange={() => setDropped(null)}
        title="Where does it go?"
        description="What you dropped can be another revision of this project, or a project of its own."
      >
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={() => dropped && take(dropped.source)}>New project</Button>
          <Button
            look="primary"
            onClick={() => dropped && take(dropped.source, { projectId: dropped.project.id })}
          >
            Revision of {dropped?.project.name}
          </Button>
        </div>
      </Dialog>
      <Dialog
        open={link !== null}
        onOpenChange={() => setLink(null)}
        title="Import from a link?"
        description="A link asks Fairlead to import an API description from this address."
      >
        <p className="mb-3 font-mono text-xs break-all">{link}</p>
        <div className="flex justify-end gap-2">
          <Button onClick={() => setLink(null)}>Cancel</Button>
          <Button
            look="primary"
            onClick={() => {
              setLink(null);
              if (link) take({ kind: "url", url: link });
            }}
          >
            Import
          </Button>
        </div>
      </Dialog>
    </>
  );
}
