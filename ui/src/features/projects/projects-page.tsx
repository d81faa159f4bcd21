import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { api } from "@/api/client";
import { useProjects } from "@/api/queries";
import type { Project } from "@/api/types";
import { useFilters, useGo } from "@/lib/address";
import { dateTime } from "@/lib/format";
import { Badge } from "@/ui/badge";
import { Button, IconButton } from "@/ui/button";
import { ConfirmDialog } from "@/ui/dialog";
import { NavLink } from "@/ui/nav-link";
import { EmptyState, Loaded } from "@/ui/states";

/** Every project. */
export function ProjectsPage() {
  const [filters, setFilters] = useFilters();
  const [leaving, setLeaving] = useState<Project | null>(null);
  const client = useQueryClient();
  const projects = useProjects();
  const go = useGo();
  const remove = useMutation({
    mutationFn: (id: string) => api.del(`/projects/${id}`),
    onSuccess: () => {
      client.invalidateQueries({ queryKey: ["project"] });
      toast.success("The project is deleted");
    },
    onError: (error) => toast.error(error.message),
  });
  const text = (filters.q ?? "").toLowerCase();
  return (
    <div className="p-4">
      <div className="mb-3 flex flex-wrap items-center gap-2">
        <h1 className="mr-auto">Projects</h1>
        <input
          className="field order-last md:order-none md:max-w-60"
          type="search"
          data-filter
          aria-label="Filter projects"
          placeholder="Filter"
          value={filters.q ?? ""}
          onChange={(e) => setFilters({ q: e.target.value })}
        />
        <Button look="primary" onClick={() => go("/")}>
          New project
        </Button>
      </div>
      <Loaded query={projects}>
        {(all) => {
          const shown = all.filter((p) => p.name.toLowerCase().includes(text));
          if (shown.length === 0) {
            return all.length === 0 ? (
              <EmptyState action={<NavLink to="/">Bring an API</NavLink>}>
                There are no projects yet.
              </EmptyState>
            ) : (
              <EmptyState
                action={<Button onClick={() => setFilters({ q: "" })}>Clear the filter</Button>}
              >
                No project has this name.
              </EmptyState>
            );
          }
          return (
            <ul className="panel divide-y divide-line">
              {shown.map((project) => (
                <li key={project.id} className="flex items-center">
                  <NavLink
                    to={`/projects/${project.id}`}
                    className="flex min-h-11 min-w-0 flex-1 flex-wrap items-center gap-x-3 px-3 py-1 text-fg no-underline hover:bg-sunken"
                  >
                    <span className="font-medium">{project.name}</span>
                    <span className="text-muted">
                      {project.spec ? `OpenAPI ${project.spec.openapi}` : "no description yet"}
                    </span>
                    {project.mocks.some((m) => m.state === "running") && (
                      <Badge tone="ok">mock running</Badge>
                    )}
                    <span className="ml-auto text-subtle">{dateTime(project.updatedAt)}</span>
                  </NavLink>
                  <IconButton label={`Delete ${project.name}`} onClick={() => setLeaving(project)}>
                    <Trash2 size={16} aria-hidden />
                  </IconButton>
                </li>
              ))}
            </ul>
          );
        }}
      </Loaded>
      <ConfirmDialog
        open={leaving !== null}
        onOpenChange={() => setLeaving(null)}
        title={`Delete ${leaving?.name}?`}
        description="Its description, mocks, credentials and traces are gone for good."
        action="Delete"
        onConfirm={() => leaving && remove.mutate(leaving.id)}
      />
    </div>
  );
}
