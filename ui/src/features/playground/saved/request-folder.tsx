import { AlertTriangle, CheckCircle2, FolderGit2, FolderSync, XCircle } from "lucide-react";
import { useState } from "react";
import { useRequestFolder } from "@/api/queries/requests";
import type { RequestFolder } from "@/api/types";
import { dateTime } from "@/lib/format";
import { Button } from "@/ui/button";
import { FolderDialog } from "./folder-dialog";

const STATES = {
  unlinked: { icon: FolderGit2, word: "", look: "" },
  synced: { icon: CheckCircle2, word: "In the folder", look: "text-success" },
  syncing: { icon: FolderSync, word: "Syncing", look: "text-link" },
  conflicts: { icon: AlertTriangle, word: "Conflicts", look: "text-warning" },
  failed: { icon: XCircle, word: "Not synced", look: "text-error" },
} as const;

/** The folder in which the saved requests are kept as files, at the foot of their list. */
export function RequestFolderBar({ projectId }: { projectId: string }) {
  const folder = useRequestFolder(projectId);
  const [open, setOpen] = useState(false);
  if (!folder.data) return null;
  return (
    <section
      aria-label="Folder of the requests"
      className="mt-auto shrink-0 border-t border-line p-2"
    >
      {folder.data.path === null ? (
        <Button look="ghost" onClick={() => setOpen(true)}>
          <FolderGit2 size={14} aria-hidden /> Keep in a folder…
        </Button>
      ) : (
        <StatusLine folder={folder.data} path={folder.data.path} onOpen={() => setOpen(true)} />
      )}
      {open && (
        <FolderDialog projectId={projectId} folder={folder.data} onClose={() => setOpen(false)} />
      )}
    </section>
  );
}

interface LineProps {
  folder: RequestFolder;
  path: string;
  onOpen: () => void;
}

function StatusLine({ folder, path, onOpen }: LineProps) {
  const { icon: Icon, word, look } = STATES[folder.state];
  const { conflicts, problems } = folder;
  return (
    <div className="flex items-center gap-2">
      <div className="min-w-0 flex-1" aria-live="polite">
        <p className="flex flex-wrap items-center gap-x-2">
          <span className={`flex items-center gap-1 font-medium ${look}`}>
            <Icon size={14} className="shrink-0" aria-hidden /> {word}
          </span>
          {conflicts.length > 0 && <span>{count(conflicts.length, "change")} on both sides</span>}
          {problems.length > 0 && (
            <span className="text-warning">{count(problems.length, "problem")}</span>
          )}
        </p>
        <p className="truncate-line font-mono text-xs text-muted" title={path}>
          {path}
        </p>
        {folder.error && <p className="text-error">{folder.error}</p>}
        {folder.syncedAt && (
          <p className="truncate-line text-xs text-subtle">Last sync {dateTime(folder.syncedAt)}</p>
        )}
      </div>
      <Button onClick={onOpen}>Folder…</Button>
    </div>
  );
}

const count = (n: number, what: string) => `${n} ${what}${n === 1 ? "" : "s"}`;
