import { lazy, Suspense, useEffect, useState } from "react";
import { api } from "@/api/client";
import type { TraceBody } from "@/api/types";
import { Skeleton } from "@/ui/states";
import { bytesOf } from "./body-kind";
import { CutNote } from "./body-panel";

const PdfView = lazy(() => import("./pdf/pdf-view"));

interface Props {
  body: TraceBody;
  kind: "image" | "pdf";
  address?: string | undefined;
}

/** An image or a document, whole where it can be had: half of one is none. */
export function FilePreview({ body, kind, address }: Props) {
  const [content, setContent] = useState<Uint8Array>();
  const [cut, setCut] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a body is fetched once
  useEffect(() => {
    let over = false;
    const kept = () => {
      setCut(body.truncated);
      return bytesOf(body);
    };
    const getting =
      body.truncated && address ? api.bytes(address).catch(kept) : Promise.resolve(kept());
    getting.then((bytes) => !over && setContent(bytes));
    return () => {
      over = true;
    };
  }, [body]);
  if (!content) return <Skeleton rows={4} />;
  return (
    <>
      {cut && address && <CutNote body={body} />}
      {kind === "pdf" ? (
        <Suspense fallback={<Skeleton rows={4} />}>
          <PdfView bytes={content} />
        </Suspense>
      ) : (
        <Picture bytes={content} type={body.contentType ?? ""} />
      )}
    </>
  );
}

function Picture({ bytes, type }: { bytes: Uint8Array; type: string }) {
  const [url, setUrl] = useState("");
  const [broken, setBroken] = useState(false);
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([bytes as BlobPart], { type }));
    setUrl(made);
    setBroken(false);
    return () => URL.revokeObjectURL(made);
  }, [bytes, type]);
  if (broken) return <p className="p-3 text-muted">This image cannot be shown.</p>;
  if (!url) return null;
  return (
    <div className="p-3">
      <img
        src={url}
        alt="The body of the response"
        onError={() => setBroken(true)}
        className="max-w-full border border-line bg-white"
      />
    </div>
  );
}
