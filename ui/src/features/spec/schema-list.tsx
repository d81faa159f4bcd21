import { useSchema } from "@/api/queries/spec";
import type { Schema, SchemaSummary } from "@/api/types";
import { RowList } from "@/ui/row-list";
import { Loaded } from "@/ui/states";
import { SchemaTree } from "./schema-tree";

interface Place {
  projectId: string;
  specId: string;
}

interface Props extends Place {
  schemas: SchemaSummary[];
  chosen: string | undefined;
  follow: boolean;
  onChoose: (name: string) => void;
}

/** Named schemas. */
export function SchemaList({ projectId, specId, schemas, chosen, follow, onChoose }: Props) {
  return (
    <RowList
      label="Schemas"
      rows={schemas}
      chosen={schemas.findIndex((s) => s.name === chosen)}
      onOpen={(s) => onChoose(s.name)}
      onMove={follow ? (s) => onChoose(s.name) : undefined}
      peek={(s) => ({
        title: s.name,
        content: <SchemaPeek projectId={projectId} specId={specId} name={s.name} />,
      })}
    >
      {(s) => (
        <>
          <span className="truncate-line min-w-0">{s.name}</span>
          <span className="ml-auto shrink-0 text-subtle">{s.type}</span>
        </>
      )}
    </RowList>
  );
}

function SchemaPeek({ projectId, specId, name }: Place & { name: string }) {
  const schema = useSchema(projectId, specId, name);
  return (
    <Loaded query={schema} rows={4}>
      {(found) => (
        <SchemaTree
          schema={found.schema as Schema}
          schemas={found.schemas as Record<string, Schema>}
        />
      )}
    </Loaded>
  );
}
