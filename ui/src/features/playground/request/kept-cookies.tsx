import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { api } from "@/api/client";
import type { KeptCookie, Target } from "@/api/types";
import { Button } from "@/ui/button";
import { changeSendOptions, useSendOptions } from "../sending/send-options";

interface Props {
  projectId: string;
  target: Target | undefined;
}

/** The cookies that answers from the same place have set, and whether they go along. */
export function KeptCookies({ projectId, target }: Props) {
  const { useCookies } = useSendOptions(projectId);
  const client = useQueryClient();
  const path = `/projects/${projectId}/playground/cookies`;
  const environmentId = target?.kind === "environment" ? target.id : null;
  const kept = useQuery({
    // Whatever is sent may set others.
    queryKey: ["sent", projectId, "cookies"],
    queryFn: ({ signal }) => api.get<{ items: KeptCookie[] }>(path, signal),
    select: (page) => page.items.filter((cookie) => cookie.environmentId === environmentId),
  });
  const forget = useMutation({
    mutationFn: () => api.del(environmentId ? `${path}?environmentId=${environmentId}` : path),
    onSettled: () => client.invalidateQueries({ queryKey: ["sent", projectId, "cookies"] }),
    onError: (error) => toast.error(error.message),
  });
  const found = kept.data ?? [];
  return (
    <section aria-label="Cookies of answers" className="border-t border-line p-3">
      <div className="flex flex-wrap items-center gap-2">
        <label className="row flex-1">
          <input
            type="checkbox"
            checked={useCookies ?? true}
            onChange={(e) => changeSendOptions(projectId, { useCookies: e.target.checked })}
          />
          Keep the cookies of answers and send them along
        </label>
        {found.length > 0 && (
          <Button look="ghost" onClick={() => forget.mutate()}>
            Clear cookies
          </Button>
        )}
      </div>
      {found.length === 0 ? (
        <p className="text-subtle">No answer from there has set any.</p>
      ) : (
        <ul>
          {found.map((cookie) => (
            <li key={`${cookie.domain}${cookie.path}${cookie.name}`} className="break-all">
              <code>{cookie.name}</code>{" "}
              <span className="text-subtle">
                for {cookie.domain}
                {cookie.path}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
