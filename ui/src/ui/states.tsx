import { type ReactNode, useEffect, useState } from "react";
import { ApiFailure } from "@/api/client";
import { copy } from "@/lib/copy";
import { Button } from "./button";
import { Said } from "./said";

/** Nothing here yet: one sentence, one action. */
export function EmptyState({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div className="flex flex-col items-center gap-3 px-4 py-12 text-center text-muted">
      <p>{children}</p>
      {action}
    </div>
  );
}

interface ErrorProps {
  error: unknown;
  retry?: () => void;
  /** Other ways on. */
  children?: ReactNode;
}

/** What failed, why, and a way on. */
export function ErrorState({ error, retry, children }: ErrorProps) {
  const failure = error instanceof ApiFailure ? error : null;
  const message = error instanceof Error ? error.message : String(error);
  return (
    <div role="alert" className="m-4 rounded-lg border border-error bg-surface p-4">
      <p className="font-medium text-error">
        <Said>{message}</Said>
      </p>
      {failure?.hint && (
        <p className="mt-1 text-muted">
          <Said>{failure.hint}</Said>
        </p>
      )}
      {failure && failure.details.length > 0 && (
        <ul className="mt-2 list-disc pl-5">
          {failure.details.slice(0, 20).map((d) => (
            <li key={`${d.file}${d.pointer}${d.message}`}>
              {d.file && (
                <code>
                  {d.file}
                  {d.line ? `:${d.line}` : ""}{" "}
                </code>
              )}
              {d.message} {d.pointer && <code className="text-muted">{d.pointer}</code>}
            </li>
          ))}
        </ul>
      )}
      <div className="mt-3 flex flex-wrap gap-2 empty:hidden">
        {retry && <Button onClick={retry}>Try again</Button>}
        {children}
        {failure?.requestId && (
          <Button look="ghost" onClick={() => copy(failure.requestId ?? "", "Request id")}>
            Copy request id
          </Button>
        )}
      </div>
    </div>
  );
}

/** Grey bars in place of what is on its way, once that takes long enough to be noticed. */
export function Skeleton({ rows = 6 }: { rows?: number }) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 150);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div aria-busy="true" className="flex flex-col gap-2 p-4">
      <span className="sr-only">Loading</span>
      {late &&
        Array.from({ length: rows }, (_, n) => (
          <div key={n} className="h-6 rounded bg-line" style={{ width: `${90 - (n % 3) * 15}%` }} />
        ))}
    </div>
  );
}

interface Asked<T> {
  data: T | undefined;
  error: unknown;
  isPending: boolean;
  refetch: () => unknown;
}

/** Shows what was asked for, or how that is going. */
export function Loaded<T>({
  query,
  rows,
  children,
}: {
  query: Asked<T>;
  rows?: number;
  children: (data: T) => ReactNode;
}) {
  if (query.data !== undefined) return children(query.data);
  if (query.error) return <ErrorState error={query.error} retry={() => query.refetch()} />;
  return <Skeleton rows={rows} />;
}
