import type { ReactNode } from "react";
import type { SpaceContents } from "@/api/types";
import { bytes, plural } from "@/lib/format";
import { Badge, MethodBadge } from "./badge";
import { EnvironmentMark } from "./environment-mark";
import { Markdown } from "./markdown";

/** Everything that a partner sees of a project. */
export function Contents({ contents }: { contents: SpaceContents }) {
  const { description, environments, variables, requests, toSet, notes, testProfile } = contents;
  return (
    <div className="flex flex-col gap-4">
      <Part name="Description">
        {description ? (
          <p>
            {description.title} {description.version}
            <span className="text-muted">
              {" "}
              · {plural(description.files, "file")}, {bytes(description.bytes)}
            </span>
          </p>
        ) : (
          <p className="text-muted">None yet.</p>
        )}
      </Part>
      <Part name="Environments">
        <ul className="flex flex-col gap-1">
          <li className="flex flex-wrap items-center gap-2">
            <EnvironmentMark kind="MOCK" /> the built-in mock, always
          </li>
          {environments.map((environment) => (
            <li key={environment.name} className="flex flex-wrap items-center gap-2">
              <EnvironmentMark kind={environment.type} /> {environment.name}
              <code className="min-w-0 break-all text-muted">{environment.baseUrl}</code>
              {environment.secrets.length > 0 && (
                <span className="text-muted">to set: {environment.secrets.join(", ")}</span>
              )}
            </li>
          ))}
        </ul>
      </Part>
      {variables.length + toSet.length > 0 && (
        <Part name="Variables">
          <ul className="flex flex-col gap-1">
            {variables
              .filter((variable) => !variable.secret)
              .map(({ name, value, ofPartner }) => (
                <li key={`${name}${ofPartner}`} className="flex flex-wrap items-center gap-2">
                  <code>{`{{${name}}}`}</code>
                  <span className="min-w-0 break-all text-muted">{value}</span>
                  {ofPartner && <Badge tone="neutral">this partner's</Badge>}
                </li>
              ))}
            {toSet.map((name) => (
              <li key={name} className="flex flex-wrap items-center gap-2">
                <code>{`{{${name}}}`}</code>
                <Badge tone="warn">for the partner to set</Badge>
              </li>
            ))}
          </ul>
        </Part>
      )}
      {requests.length > 0 && (
        <Part name="Templates">
          <ul className="flex flex-col gap-1">
            {requests.map((request) => (
              <li
                key={`${request.folder.join("/")}/${request.name}`}
                className="flex items-baseline gap-1"
              >
                <MethodBadge method={request.method} />
                <span className="min-w-0 break-words">
                  {[...request.folder, request.name].join(" / ")}
                </span>
              </li>
            ))}
          </ul>
        </Part>
      )}
      {Object.keys(testProfile).length > 0 && (
        <Part name="Test profile">
          <p className="text-muted">
            Set for {Object.keys(testProfile).join(", ")}; the other groups follow the description.
          </p>
        </Part>
      )}
      {notes && (
        <Part name="Notes">
          <Markdown>{notes}</Markdown>
        </Part>
      )}
    </div>
  );
}

const Part = ({ name, children }: { name: string; children: ReactNode }) => (
  <section aria-label={name}>
    <h3 className="mb-1">{name}</h3>
    {children}
  </section>
);
