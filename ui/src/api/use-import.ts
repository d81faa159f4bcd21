import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type Destination, importSource } from "./import";
import type { Import, Source } from "./types";

/** Brings a description in; what was read before is stale then. */
export function useImport(into: Destination, onDone: (made: Import) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (source: Source) => importSource(source, into),
    onSuccess: (made) => {
      client.invalidateQueries({ queryKey: ["project"] });
      client.invalidateQueries({ queryKey: ["spec", made.project.id] });
      client.invalidateQueries({ queryKey: ["mock", made.project.id] });
      onDone(made);
    },
  });
}
