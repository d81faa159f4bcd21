import { lazy, Suspense } from "react";
import type { EditorProps } from "./monaco";
import { Skeleton } from "./states";

const Monaco = lazy(() => import("./monaco"));

/** The code editor, loaded when first shown. */
export function Editor(props: EditorProps) {
  return (
    <Suspense fallback={<Skeleton rows={4} />}>
      <Monaco {...props} />
    </Suspense>
  );
}
