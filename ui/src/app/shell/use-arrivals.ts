import { useEffect, useRef, useState } from "react";
import { toast } from "sonner";
import { readFiles } from "@/api/import";
import type { BundleFile } from "@/api/queries/partners";
import type { Source } from "@/api/types";
import { transport } from "@/platform/transport";

const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;

const isBundle = (name: string) => name.toLowerCase().endsWith(".fairlead");

interface Arrivals {
  onDrop: (source: Source) => void;
  onBundle: (file: BundleFile) => void;
  onLink: (url: string | null) => void;
}

/** Tells of files dropped on the window and of links; whether something is held over it now. */
export function useArrivals(arrivals: Arrivals): boolean {
  const [over, setOver] = useState(false);
  const latest = useRef(arrivals);
  latest.current = arrivals;
  useEffect(() => {
    let end: (() => void)[] = [];
    let gone = false;
    transport.then((t) => {
      if (gone) return;
      const drops = t.drops((paths) => {
        setOver(false);
        const path = paths[0];
        if (!path) return;
        const name = path.split(/[/\\]/).at(-1) ?? path;
        if (isBundle(name)) latest.current.onBundle({ name, path });
        else latest.current.onDrop({ kind: "path", path });
      }, setOver);
      const saved = t.saved((path) => {
        if (path) toast.success("The file is saved", { description: path });
        else toast.error("The file could not be saved");
      });
      const links = t.links((url) => latest.current.onLink(new URL(url).searchParams.get("url")));
      end = [drops, saved, links];
    });
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
      const bundle = [...event.dataTransfer.files].find((file) => isBundle(file.name));
      if (bundle) {
        const bytes = new Uint8Array(await bundle.arrayBuffer());
        latest.current.onBundle({ name: bundle.name, bytes });
        return;
      }
      const files = await readFiles(event.dataTransfer);
      if (files.length > 0) latest.current.onDrop({ kind: "upload", files });
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
  return over;
}
