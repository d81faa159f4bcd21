import type { PDFDocumentProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
import { useEffect, useRef, useState } from "react";
import { plural } from "@/lib/format";
import { openPdf, whyNot } from "./open";
import { PdfPage } from "./pdf-page";
import "./pdf.css";

/** Room beside a page, in CSS pixels. */
const MARGIN = 24;
/** No page is shown wider than this, in CSS pixels. */
const WIDEST = 1000;

/** A document of PDF, page below page. */
export default function PdfView({ bytes }: { bytes: Uint8Array }) {
  const box = useRef<HTMLElement>(null);
  const [width, setWidth] = useState(0);
  const [document, setDocument] = useState<PDFDocumentProxy>();
  const [broken, setBroken] = useState("");
  useEffect(() => {
    // The worker takes the bytes with it.
    const task = openPdf(bytes.slice());
    let over = false;
    task.promise.then(
      (opened) => !over && setDocument(opened),
      (error) => !over && setBroken(whyNot(error)),
    );
    return () => {
      over = true;
      task.destroy();
    };
  }, [bytes]);
  useEffect(() => {
    const watcher = new ResizeObserver(([entry]) => {
      const room = (entry?.contentRect.width ?? 0) - MARGIN;
      setWidth(Math.max(0, Math.min(WIDEST, Math.floor(room))));
    });
    if (box.current) watcher.observe(box.current);
    return () => watcher.disconnect();
  }, []);
  if (broken) return <p className="p-3 text-muted">{broken}</p>;
  const pages = document?.numPages ?? 0;
  return (
    <section ref={box} aria-label="The document" aria-busy={!document} className="bg-sunken py-3">
      {document && <p className="px-3 pb-2 text-muted">{plural(pages, "page")}</p>}
      <div className="flex flex-col items-center gap-3">
        {document &&
          Array.from({ length: pages }, (_, n) => (
            <PdfPage key={n} document={document} number={n + 1} width={width} />
          ))}
      </div>
    </section>
  );
}
