import { useQueryClient } from "@tanstack/react-query";
import { flushSync } from "react-dom";
import { toast } from "sonner";
import { api } from "@/api/client";
import { useEnvironments } from "@/api/queries/environments";
import { useMocks } from "@/api/queries/mocks";
import type { Draft, DraftCheck, OperationDetail } from "@/api/types";
import { replaceTab } from "../tabs/tab-actions";
import { tabElementId } from "../tabs/tab-name";
import { asFree, asRequestOf } from "./as-operation";

/** A free request becomes one of an operation, and the other way round; each can be undone. */
export function useBecome(
  projectId: string,
  tabId: string,
  draft: Draft | null,
  check: DraftCheck | undefined,
) {
  const environments = useEnvironments(projectId);
  const mocks = useMocks(projectId);
  const client = useQueryClient();
  const put = (made: Draft, leftOut: string[], said: string) => {
    const focus = (id: string) => document.getElementById(tabElementId({ id }))?.focus();
    const put = flushSync(() => replaceTab(projectId, tabId, made, leftOut));
    if (!put) return;
    // What was clicked is gone.
    focus(put.id);
    const undo = () => {
      flushSync(put.undo);
      focus(tabId);
    };
    toast.success(said, { action: { label: "Undo", onClick: undo } });
  };
  return {
    operation: async (operationId: string) => {
      if (!draft?.free || !check) return;
      try {
        const path = `/projects/${projectId}/operations/${operationId}`;
        const operation = await client.fetchQuery({
          queryKey: ["spec", projectId, "operation", operationId],
          queryFn: ({ signal }) => api.get<OperationDetail>(path, signal),
        });
        const places = { environments: environments.data ?? [], mocks: mocks.data ?? [] };
        const made = asRequestOf(operation, draft, check.request.url, places);
        const name = `${operation.method} ${operation.path}`;
        put(made.draft, made.leftOut, `It is a request of ${name} now`);
      } catch (error) {
        toast.error((error as Error).message);
      }
    },
    free: (operation: OperationDetail) => {
      if (draft) put(asFree(operation, draft), [], "It is a free request now");
    },
  };
}
