import { useMemo } from "react";
import type { Operation } from "@/api/types";
import { MethodBadge } from "./badge";
import { OperationPeek } from "./operation-peek";
import { PathText } from "./path-text";
import { RowList } from "./row-list";

type Row = { tag: string } | Operation;
const isTag = (row: Row): row is { tag: string } => "tag" in row;

/** Operations under their first tag; those that a text fits. */
export function rowsOf(operations: Operation[], text: string): Row[] {
  const wanted = text.trim().toLowerCase();
  const groups = new Map<string, Operation[]>();
  for (const operation of operations) {
    const words = `${operation.method} ${operation.path} ${operation.summary ?? ""} ${operation.operationId ?? ""}`;
    if (!words.toLowerCase().includes(wanted)) continue;
    const tag = operation.kind === "webhook" ? "Webhooks" : (operation.tags[0] ?? "Other");
    const group = groups.get(tag);
    if (group) group.push(operation);
    else groups.set(tag, [operation]);
  }
  return [...groups].flatMap(([tag, found]) => [{ tag }, ...found]);
}

interface Props {
  operations: Operation[];
  text: string;
  chosen: string | undefined;
  onChoose: (id: string) => void;
  /** Whether J and K choose what they come to. */
  follow?: boolean;
}

/** The operations of a description, by tag. */
export function OperationList({ operations, text, chosen, onChoose, follow = false }: Props) {
  const rows = useMemo(() => rowsOf(operations, text), [operations, text]);
  const choose = (row: Row) => {
    if (!isTag(row)) onChoose(row.id);
  };
  if (rows.length === 0) return <p className="p-4 text-muted">No operation fits.</p>;
  return (
    <RowList
      label="Operations"
      rows={rows}
      chosen={rows.findIndex((row) => !isTag(row) && row.id === chosen)}
      onOpen={choose}
      onMove={follow ? choose : undefined}
      isHeading={isTag}
      peek={(row) =>
        isTag(row)
          ? { title: row.tag, content: null }
          : { title: row.path, content: <OperationPeek operation={row} /> }
      }
    >
      {(row) =>
        isTag(row) ? (
          <p className="truncate-line flex h-full items-end px-3 pb-1 text-xs font-medium text-muted">
            {row.tag}
          </p>
        ) : (
          <>
            <MethodBadge method={row.method} />
            <PathText
              path={row.path}
              title={row.summary ? `${row.path}\n${row.summary}` : row.path}
              struck={row.deprecated}
            />
          </>
        )
      }
    </RowList>
  );
}
