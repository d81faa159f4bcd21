import { useQueryClient } from "@tanstack/react-query";
import { Eye } from "lucide-react";
import { viewAs } from "@/api/view-as";
import { useGo } from "@/lib/address";
import { Button } from "@/ui/button";

/** Says that this is not one's own view, and leads back to it. */
export function ViewAsBanner({ name, projectId }: { name: string; projectId: string }) {
  const client = useQueryClient();
  const go = useGo();
  const back = () => {
    viewAs(null);
    client.resetQueries();
    go(`/projects/${projectId}/partners`);
  };
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-x-3 gap-y-1 bg-warn-bg px-4 py-1 text-warn-fg"
    >
      <Eye size={14} aria-hidden />
      <span className="min-w-0 flex-1">
        You see this project as <strong>{name}</strong> does. Nothing can be changed here; what you
        send carries none of your secrets.
      </span>
      <Button onClick={back}>Back to your view</Button>
    </div>
  );
}
