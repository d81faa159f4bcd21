import { useMutation } from "@tanstack/react-query";
import { api } from "@/api/client";
import type { Mock } from "@/api/types";
import { dateTime } from "@/lib/format";
import { Button } from "@/ui/button";

/** Says that a mock is about to go, and lets it stay. */
export function MockGoes({ mock, onFailed }: { mock: Mock; onFailed: (error: Error) => void }) {
  const keep = useMutation({
    mutationFn: () => api.patch(`/projects/${mock.projectId}/mocks/${mock.id}`, { keepDays: 0 }),
    onError: onFailed,
  });
  return (
    <p
      role="status"
      className="mt-3 flex flex-wrap items-center gap-2 rounded-md bg-warn-bg p-2 text-warn-fg"
    >
      <span className="flex-1">
        Nobody has asked it for days: it goes on {dateTime(mock.goesAt ?? "")}. A request takes that
        back.
      </span>
      <Button onClick={() => keep.mutate()} disabled={keep.isPending}>
        Keep it
      </Button>
    </p>
  );
}
