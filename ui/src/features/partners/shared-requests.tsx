import { useSavedRequests } from "@/api/queries/requests";
import { MethodBadge } from "@/ui/badge";

interface Props {
  projectId: string;
  chosen: string[];
  onChange: (chosen: string[]) => void;
}

/** The saved requests of a project, and which partners get as templates. */
export function SharedRequests({ projectId, chosen, onChange }: Props) {
  const saved = useSavedRequests(projectId).data ?? [];
  const flip = (id: string) =>
    onChange(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id]);
  return (
    <fieldset className="flex min-w-0 flex-col gap-1">
      <legend className="mb-1">Templates</legend>
      {saved.length === 0 && (
        <p className="text-muted">Requests that you save in the playground can be given here.</p>
      )}
      <div className="max-h-60 overflow-auto">
        {saved.map(({ id, folder, name, method }) => (
          <label key={id} className="row">
            <input type="checkbox" checked={chosen.includes(id)} onChange={() => flip(id)} />
            <MethodBadge method={method} />
            <span className="min-w-0 break-words">{[...folder, name].join(" / ")}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
