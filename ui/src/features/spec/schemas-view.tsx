import { ArrowLeft } from "lucide-react";
import { useSchema, useSchemas } from "@/api/queries";
import type { Schema } from "@/api/types";
import { useFilters } from "@/lib/address";
import { useNarrow } from "@/lib/narrow";
import { Button } from "@/ui/button";
import { SplitPane } from "@/ui/split-pane";
import { Loaded } from "@/ui/states";
import { SchemaTree } from "./schema-tree";

/** The named schemas, and one of them. */
export function SchemasView({ projectId, specId }: { projectId: string; specId: string }) {
  const [filters, setFilters] = useFilters();
  const schemas = useSchemas(projectId, specId);
  const schema = useSchema(projectId, specId, filters.schema);
  const narrow = useNarrow();
  const text = (filters.q ?? "").toLowerCase();
  return (
    <div className="flex h-full min-h-0">
      <SplitPane
        id="schemas"
        listLabel="Schemas"
        detailLabel="Schema"
        list={
          <>
            <div className="p-2">
              <input
                className="field"
                type="search"
                data-filter
                aria-label="Filter schemas"
                placeholder="Filter by name"
                value={filters.q ?? ""}
                onChange={(e) => setFilters({ q: e.target.value })}
              />
            </div>
            <Loaded query={schemas}>
              {(all) => (
                <ul className="min-h-0 flex-1 overflow-auto">
                  {all
                    .filter((s) => s.name.toLowerCase().includes(text))
                    .map((s) => (
                      <li key={s.name}>
                        <button
                          type="button"
                          aria-current={s.name === filters.schema}
                          onClick={() => setFilters({ schema: s.name })}
                          className="flex min-h-8 w-full items-center gap-2 px-3 text-left hover:bg-sunken aria-[current=true]:bg-selected"
                        >
                          <span className="truncate-line">{s.name}</span>
                          <span className="ml-auto text-subtle">{s.type}</span>
                        </button>
                      </li>
                    ))}
                </ul>
              )}
            </Loaded>
          </>
        }
        detail={
          filters.schema ? (
            <>
              {narrow && (
                <Button
                  look="ghost"
                  className="self-start"
                  onClick={() => setFilters({ schema: "" })}
                >
                  <ArrowLeft size={14} aria-hidden /> All schemas
                </Button>
              )}
              <Loaded query={schema}>
                {(found) => (
                  <div className="p-4">
                    <h2>{found.name}</h2>
                    <p className="text-subtle">
                      {found.file}
                      {found.line ? `:${found.line}` : ""}
                    </p>
                    <p className="my-2 text-muted">
                      {(found.schema as Schema).description as string}
                    </p>
                    <SchemaTree
                      schema={found.schema as Schema}
                      schemas={found.schemas as Record<string, Schema>}
                    />
                  </div>
                )}
              </Loaded>
            </>
          ) : narrow ? undefined : (
            <p className="p-4 text-muted">Choose a schema.</p>
          )
        }
      />
    </div>
  );
}
