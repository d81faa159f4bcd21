import { useImport } from "@/api/use-import";
import { ImportPanel } from "./import-panel";
import { NavLink } from "./nav-link";
import { EmptyState } from "./states";

/** A project without a description, and how one comes in. */
export function NoDescription({ projectId, onDone }: { projectId: string; onDone?: () => void }) {
  const bring = useImport({ projectId }, () => onDone?.());
  return (
    <section aria-label="Import" className="w-full max-w-4xl p-4">
      <h2>This project has no API description yet</h2>
      <p className="mt-1 mb-4 text-muted">
        Bring one in, and a mock server of it runs a moment later.
      </p>
      <ImportPanel bring={bring} first="file" />
    </section>
  );
}

/** What wants a description in a project that has none. */
export function WantsDescription({ projectId, children }: { projectId: string; children: string }) {
  return (
    <EmptyState
      action={
        <NavLink to={`/projects/${projectId}/spec`} className="btn btn-primary no-underline">
          Import a description
        </NavLink>
      }
    >
      {children}
    </EmptyState>
  );
}
