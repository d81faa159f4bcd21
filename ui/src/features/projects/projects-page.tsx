import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Trash2 } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { api } from "@/api/client";
import { useProjects } from "@/api/queries/projects";
import type { Project } from "@/api/types";
import { useFilters } from "@/lib/address";
import { runCommand } from "@/lib/shortcuts";
import { useTitle } from "@/lib/title";
import { Button, IconButton } from "@/ui/button";
import { ConfirmDialog } from "@/ui/dialog";
import { FilterField } from "@/ui/filter-field";
import { ProjectList } from "@/ui/project-list";
import { EmptyState, Loaded } from "@/ui/states";

/** Every project. */
export function ProjectsPage() {
  useTitle("Projects");
  const [filters, setFilters] = useFilters();
  const [leaving, setLeaving] = useState<Project | null>(null);
  const client = useQueryClient();
  const projects = useProjects();
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
        <FilterField
          className="order-last md:order-none md:max-w-60"
          label="Filter projects"
          placeholder="Filter"
          value={filters.q ?? ""}
          onChange={(q) => setFilters({ q })}
        />
        <Button onClick={() => runCommand("open-bundle")}>Open a bundle…</Button>
        <Button look="primary" onClick={() => runCommand("create")}>
          New project
        </Button>
      </div>
      <Loaded query={projects}>
        {(all) => {
          const shown = all.filter((p) => p.name.toLowerCase().includes(text));
          if (shown.length === 0) {
            return all.length === 0 ? (
              <EmptyState
                action={<Button onClick={() => runCommand("create")}>Make the first one</Button>}
              >
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
            <ProjectList
              projects={shown}
              actions={(project) => (
                <IconButton label={`Delete ${project.name}`} onClick={() => setLeaving(project)}>
                  <Trash2 size={16} aria-hidden />
                </IconButton>
              )}
            />
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
