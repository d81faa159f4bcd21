import { useState } from "react";
import { bytes, millis, plural } from "@/lib/format";
import { Badge, StatusBadge } from "@/ui/badge";
import { differencesOfAnswers, MOST } from "@/ui/body/json-difference";
import { DifferenceTable } from "@/ui/difference-table";
import { NavLink } from "@/ui/nav-link";
import type { Outcome, Place } from "./several-store";

interface Props {
  projectId: string;
  places: Place[];
  outcomes: Record<string, Outcome>;
  onLeave: () => void;
}

/** What a phone has no room for. */
const SLIM = new Set(["Time", "Size"]);
const PARTS = { status: "Status", header: "Header", body: "Body" } as const;

/** How each place answered, and where it differs from the first that did. */
export function SeveralTable({ projectId, places, outcomes, onLeave }: Props) {
  const [ignoreValues, setIgnoreValues] = useState(false);
  const answers = places.flatMap((place) => {
    const outcome = outcomes[place.id];
    return outcome?.state === "answered" ? [{ place, trace: outcome.trace }] : [];
  });
  const first = answers[0];
  const compared = new Map(
    answers
      .slice(1)
      .map(({ place, trace }) => [
        place.id,
        differencesOfAnswers(first?.trace.response ?? null, trace.response, ignoreValues),
      ]),
  );
  return (
    <div className="mt-3">
      <label className="row">
        <input
          type="checkbox"
          checked={ignoreValues}
          onChange={(e) => setIgnoreValues(e.target.checked)}
        />
        Ignore values: only status, presence and types count
      </label>
      <div className="overflow-x-auto">
        <table className="table" aria-label="Answers">
          <thead>
            <tr>
              {["Where", "Status", "Time", "Size", "Contract", "Deviations", ""].map((name) => (
                <th key={name} scope="col" className={SLIM.has(name) ? "max-md:hidden" : undefined}>
                  {name || <span className="sr-only">Trace</span>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {places.map((place) => {
              const outcome = outcomes[place.id];
              const found = compared.get(place.id);
              return (
                <tr key={place.id}>
                  <th scope="row">{place.name}</th>
                  {outcome?.state === "answered" ? (
                    <>
                      <td>
                        <StatusBadge status={outcome.trace.status} />
                      </td>
                      <td className="whitespace-nowrap max-md:hidden">
                        {millis(outcome.trace.durationMs)}
                      </td>
                      <td className="whitespace-nowrap max-md:hidden">
                        {bytes(outcome.trace.response?.body?.bytes ?? 0)}
                      </td>
                      <td>
                        {outcome.trace.error ? (
                          outcome.trace.error.message
                        ) : outcome.trace.responseValid === null ? (
                          "not checked"
                        ) : (
                          <Badge tone={outcome.trace.responseValid ? "ok" : "err"}>
                            {outcome.trace.responseValid ? "kept" : "broken"}
                          </Badge>
                        )}
                      </td>
                      <td className="[overflow-wrap:normal]">
                        {place === first?.place
                          ? "the first"
                          : found?.length === 0
                            ? "none"
                            : plural(Math.min(found?.length ?? 0, MOST), "deviation")}
                      </td>
                      <td>
                        <NavLink
                          to={`/projects/${projectId}/traces/${outcome.trace.id}`}
                          onClick={onLeave}
                        >
                          Trace
                        </NavLink>
                      </td>
                    </>
                  ) : (
                    <td colSpan={6}>
                      {outcome?.state === "failed" ? (
                        <span role="alert" className="text-error">
                          {outcome.message}
                        </span>
                      ) : (
                        <span className="text-muted">Sending…</span>
                      )}
                    </td>
                  )}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {answers.slice(1).map(({ place }) => {
        const found = compared.get(place.id) ?? [];
        if (found.length === 0) return null;
        return (
          <details key={place.id} className="mt-3" open={answers.length === 2}>
            <summary>
              {place.name} differs from {first?.place.name}
            </summary>
            <DifferenceTable
              label={`${place.name} beside ${first?.place.name}`}
              left={first?.place.name}
              right={place.name}
              rows={found.slice(0, MOST).map((d) => ({ ...d, part: PARTS[d.part] }))}
            />
          </details>
        );
      })}
    </div>
  );
}
