import { useMemo } from "react";
import { useSchema, useSchemas } from "@/api/queries/spec";
import type { Schema } from "@/api/types";
import { useFilters } from "@/lib/address";
import { useNarrow } from "@/lib/narrow";
import { BackButton } from "@/ui/back-button";
import { FilterField } from "@/ui/filter-field";
import { SplitPane } from "@/ui/split-pane";
import { EmptyState, Loaded } from "@/ui/states";
import { SchemaList } from "./schema-list";
import { SchemaTree } from "./schema-tree";

/** The named schemas, and one of them. */
export function SchemasView({ projectId, specId }: { projectId: string; specId: string }) {
  const [filters, setFilters] = useFilters();
  const schemas = useSchemas(projectId, specId);
  const narrow = useNarrow();
  const text = (filters.q ?? "").trim().toLowerCase();
  const shown = useMemo(
    () => (schemas.data ?? []).filter((s) => s.name.toLowerCase().includes(text)),
    [schemas.data, text],
  );
  const list = (
    <>
      <div className="p-2">
        <FilterField
          label="Filter schemas"
          placeholder="Filter by name"
          value={filters.q ?? ""}
          onChange={(q) => setFilters({ q })}
        />
      </div>
      <Loaded query={schemas}>
        {(all) =>
          shown.length > 0 ? (
            <SchemaList
              projectId={projectId}
              specId={specId}
              schemas={shown}
              chosen={filters.schema}
              follow={!narrow}
              onChoose={(schema) => setFilters({ schema })}
            />
          ) : (
            <EmptyState>
              {all.length > 0
                ? "No schema has this name."
                : "The description names no schemas of its own."}
            </EmptyState>
          )
        }
      </Loaded>
    </>
  );
  return (
    <div className="flex h-full min-h-0">
      <SplitPane
        id="schemas"
        listLabel="Schemas"
        detailLabel="Schema"
        list={list}
        detail={
          filters.schema ? (
            <>
              {narrow && (
                <BackButton onClick={() => setFilters({ schema: "" })}>All schemas</BackButton>
              )}
              <SchemaDetail projectId={projectId} specId={specId} name={filters.schema} />
            </>
          ) : narrow ? undefined : (
            <EmptyState>Choose a schema to see its parts.</EmptyState>
          )
        }
      />
    </div>
  );
}

/** One schema, part by part. */
function SchemaDetail({ name, ...at }: { projectId: string; specId: string; name: string }) {
  const schema = useSchema(at.projectId, at.specId, name);
  return (
    <Loaded query={schema}>
      {(found) => (
        <div className="p-4">
          <h2 className="break-words">{found.name}</h2>
          <p className="break-words text-subtle">
            {found.file}
            {found.line ? `:${found.line}` : ""}
          </p>
          <p className="my-2 text-muted">{(found.schema as Schema).description as string}</p>
          <SchemaTree
            schema={found.schema as Schema}
            schemas={found.schemas as Record<string, Schema>}
          />
        </div>
      )}
    </Loaded>
  );
}
