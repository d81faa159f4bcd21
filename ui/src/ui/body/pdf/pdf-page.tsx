import { type PDFDocumentProxy, type RenderTask, TextLayer } from "pdfjs-dist/legacy/build/pdf.mjs";
import { useEffect, useRef, useState } from "react";

interface Props {
  document: PDFDocumentProxy;
  number: number;
  /** How wide it may be, in CSS pixels. */
  width: number;
}

/** Height to width of a page that was not read yet: A4, upright. */
const UPRIGHT = Math.SQRT2;

/** One page: drawn when it comes near, with its text over it for selection and for screen readers. */
export function PdfPage({ document, number, width }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const text = useRef<HTMLDivElement>(null);
  const [near, setNear] = useState(number === 1);
  const [shape, setShape] = useState(UPRIGHT);
  useEffect(() => {
    const watcher = new IntersectionObserver(([entry]) => setNear(entry?.isIntersecting ?? false), {
      rootMargin: "800px",
    });
    if (box.current) watcher.observe(box.current);
    return () => watcher.disconnect();
  }, []);
  useEffect(() => {
    if (!near || width === 0) return;
    const [picture, words] = [canvas.current, text.current];
    if (!picture || !words) return;
    let over = false;
    let task: RenderTask | undefined;
    const draw = async () => {
      const page = await document.getPage(number);
      const plain = page.getViewport({ scale: 1 });
      const viewport = page.getViewport({ scale: width / plain.width });
      if (over) return;
      setShape(viewport.height / viewport.width);
      const dense = window.devicePixelRatio || 1;
      picture.width = Math.floor(viewport.width * dense);
      picture.height = Math.floor(viewport.height * dense);
      const transform = [dense, 0, 0, dense, 0, 0];
      task = page.render({ canvas: picture, viewport, transform });
      await task.promise;
      if (over) return;
      words.style.setProperty("--total-scale-factor", `${viewport.scale}`);
      const textContentSource = page.streamTextContent();
      const layer = { textContentSource, container: words, viewport };
      await new TextLayer(layer).render();
    };
    // A page that is left while it is drawn is no fault.
    draw().catch(() => {});
    return () => {
      over = true;
      task?.cancel();
      // Pages that are far away take no memory.
      picture.width = 0;
      words.replaceChildren();
    };
  }, [document, number, width, near]);
  return (
    <div
      ref={box}
      className="pdf-page"
      style={{ width, height: Math.round(width * shape) }}
      data-page={number}
    >
      <canvas ref={canvas} aria-hidden className="absolute inset-0 h-full w-full" />
      <div ref={text} className="pdf-text" />
    </div>
  );
}
