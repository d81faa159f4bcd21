import { useEffect, useRef, useState } from "react";
import { readFiles } from "@/api/import";
import type { Source } from "@/api/types";
import { transport } from "@/platform/transport";

const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;

/** Tells of files dropped on the window and of links; whether something is held over it now. */
export function useArrivals(
  onDrop: (source: Source) => void,
  onLink: (url: string | null) => void,
): boolean {
  const [over, setOver] = useState(false);
  const latest = useRef({ onDrop, onLink });
  latest.current = { onDrop, onLink };
  useEffect(() => {
    let end: (() => void)[] = [];
    let gone = false;
    transport.then((t) => {
      if (gone) return;
      const drops = t.drops((paths) => {
        setOver(false);
        if (paths[0]) latest.current.onDrop({ kind: "path", path: paths[0] });
      }, setOver);
      const links = t.links((url) => latest.current.onLink(new URL(url).searchParams.get("url")));
      end = [drops, links];
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
