import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api } from "@/api/client";
import { useCredentials } from "@/api/queries/environments";
import { useOperations, useWebhooks } from "@/api/queries/spec";
import type { EditorProps } from "@/ui/monaco";
import type { Schema } from "./schema";

/** What completes a behaviour file of a project, once its schema has come. */
export function useAssist(projectId: string): EditorProps["assist"] {
  const schema = useQuery({
    queryKey: ["behaviour-schema"],
    queryFn: ({ signal }) => api.get<Schema>("/mock-behaviour-schema", signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  // The reader of YAML is loaded with the first editor of such a file, and not before.
  const engine = useQuery({
    queryKey: ["behaviour-assist"],
    queryFn: () => import("./assist"),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const operations = useOperations(projectId).data;
  const webhooks = useWebhooks(projectId).data;
  const credentials = useCredentials(projectId).data;
  return useMemo(() => {
    const [root, made] = [schema.data, engine.data];
    if (!root || !made) return undefined;
    const called = (operations ?? []).filter((one) => one.kind === "operation");
    const names = {
      operation: [
        ...called
          .filter((one) => one.operationId)
          .map((one) => ({ name: one.operationId ?? "", about: one.summary ?? undefined })),
        ...called.map((one) => ({
          name: `${one.method} ${one.path}`,
          about: one.summary ?? undefined,
        })),
      ],
      webhook: (webhooks ?? []).map((one) => ({ name: one.name })),
      credential: (credentials ?? []).map((one) => ({ name: one.scheme })),
    };
    return {
      complete: (text, offset) => made.complete(root, names, text, offset),
      explain: (text, offset) => made.explain(root, text, offset),
    };
  }, [schema.data, engine.data, operations, webhooks, credentials]);
}
