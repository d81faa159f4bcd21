import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { toast } from "sonner";
import { ApiFailure } from "@/api/client";
import { importSource, readFiles } from "@/api/import";
import type { Source } from "@/api/types";
import { useGo } from "@/lib/address";
import { transport } from "@/platform/transport";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";

/** What comes from outside: files dropped anywhere on the window, and links. */
export default function Arrivals() {
  const [over, setOver] = useState(false);
  const [link, setLink] = useState<string | null>(null);
  const go = useGo();
  const client = useQueryClient();
  const take = async (source: Source) => {
    const waiting = toast.loading("Importing…");
    try {
      const made = await importSource(source);
      client.invalidateQueries({ queryKey: ["project"] });
      toast.success(`${made.project.name} is imported`, { id: waiting });
      go(`/projects/${made.project.id}`);
    } catch (error) {
      const hint = error instanceof ApiFailure ? error.hint : null;
      toast.error(error instanceof Error ? error.message : String(error), {
        id: waiting,
        description: hint,
        duration: 15_000,
      });
    }
  };
  const taking = useRef(take);
  taking.current = take;

  useEffect(() => {
    let end: (() => void)[] = [];
    let gone = false;
    transport.then((t) => {
      if (gone) return;
      const drops = t.drops((paths) => {
        setOver(false);
        if (paths[0]) taking.current({ kind: "path", path: paths[0] });
      }, setOver);
      end = [drops, t.links((url) => setLink(new URL(url).searchParams.get("url")))];
    });
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
    const enter = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = async (event: DragEvent) => {
      if (!event.dataTransfer || !hasFiles(event)) return;
      event.preventDefault();
      setOver(false);
      const files = await readFiles(event.dataTransfer);
      if (files.length > 0) taking.current({ kind: "upload", files });
    };
    window.addEventListener("dragover", enter);
    window.addEventListener("dragleave", leave);
    window.addEventListener("drop", drop);
    return () => {
      gone = true;
      for (const stop of end) stop();
      window.removeEventListener("dragover", enter);
      window.removeEventListener("dragleave", leave);
      window.removeEventListener("drop", drop);
    };
  }, []);

  return (
    <>
      {over && (
        <div className="pointer-events-none fixed inset-0 z-50 flex items-center justify-center border-4 border-dashed border-primary bg-bg/80">
          <p className="text-lg font-semibold">Drop an API description</p>
        </div>
      )}
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
