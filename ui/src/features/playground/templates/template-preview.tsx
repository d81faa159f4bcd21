import type { Draft } from "@/api/types";

/** What of a draft a person reads: where it goes and its body. */
function shown(draft: Draft): string {
  const path = Object.entries(draft.pathParams ?? {}).map(([n, v]) => `${n}: ${v}`);
  const rows = [...(draft.query ?? []), ...(draft.headers ?? []), ...(draft.cookies ?? [])]
    .filter((f) => f.enabled)
    .map((f) => `${f.name}: ${f.value}`);
  const fields = draft.body?.fields?.map((f) => `${f.name}: ${f.fileName ?? f.value ?? ""}`) ?? [];
  return [...path, ...rows, ...fields, draft.body?.text ?? ""].join("\n").trim();
}

/** A draft in short. */
export const TemplatePreview = ({ label, draft }: { label: string; draft: Draft }) => (
  <section aria-label={label} className="min-w-0">
    <h3>{label}</h3>
    <pre
      tabIndex={0}
      className="mt-1 max-h-48 overflow-auto rounded-md border border-line bg-sunken p-2 break-words whitespace-pre-wrap"
    >
      {shown(draft)}
    </pre>
  </section>
);
