// Opens a document of PDF: in a worker, without anything of it running, and with the fonts and
// encodings that it may leave out.
import {
  GlobalWorkerOptions,
  getDocument,
  type PDFDocumentLoadingTask,
} from "pdfjs-dist/legacy/build/pdf.mjs";
import worker from "pdfjs-dist/legacy/build/pdf.worker.min.mjs?url";

GlobalWorkerOptions.workerSrc = worker;

const found = import.meta.glob<string>(
  ["/node_modules/pdfjs-dist/standard_fonts/*.{pfb,ttf}", "/node_modules/pdfjs-dist/cmaps/*.bcmap"],
  { query: "?url&no-inline", import: "default", eager: true },
);
const PARTS = new Map(Object.entries(found).map(([path, url]) => [path.split("/").pop(), url]));

/** Fetches a font or an encoding that a document relies on. */
class Parts {
  async fetch({ filename }: { filename: string }): Promise<Uint8Array> {
    const url = PARTS.get(filename);
    if (!url) throw new Error(`there is no ${filename}`);
    return new Uint8Array(await (await fetch(url)).arrayBuffer());
  }
}

/** Begins to read a document. */
export const openPdf = (data: Uint8Array): PDFDocumentLoadingTask =>
  getDocument({
    data,
    BinaryDataFactory: Parts,
    useWorkerFetch: false,
    useWasm: false,
    isEvalSupported: false,
    enableXfa: false,
    verbosity: 0,
  });

/** Why a document cannot be shown, in words. */
export function whyNot(error: unknown): string {
  const { name, message } = error as Error;
  if (name === "PasswordException") return "The document wants a password.";
  return `This document cannot be shown: ${message}`;
}
