import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/api/client";
import { useSavedRequest } from "@/api/queries";
import type { RequestCode } from "@/api/types";
import { copy } from "@/lib/copy";
import { BackButton } from "@/ui/back-button";
import { MethodBadge, Note } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Loaded } from "@/ui/states";
import { LANGUAGES } from "./languages";

interface Props {
  projectId: string;
  requestId: string;
  back?: () => void;
}

/** A saved request that calls no operation of the description: what it is, and as code. */
export function SavedView({ projectId, requestId, back }: Props) {
  const saved = useSavedRequest(projectId, requestId);
  const [language, setLanguage] = useState<string>("curl");
  const code = useQuery({
    queryKey: ["request", projectId, "code", requestId, language],
    queryFn: ({ signal }) =>
      api.get<RequestCode>(
        `/projects/${projectId}/requests/${requestId}/code?language=${language}`,
        signal,
      ),
  });
  return (
    <Loaded query={saved}>
      {(found) => (
        <div className="flex flex-col gap-3 p-3">
          <div className="flex flex-wrap items-center gap-2">
            {back && <BackButton onClick={back}>Saved</BackButton>}
            <MethodBadge method={found.method} inline />
            <code className="min-w-0 break-all">{found.url}</code>
          </div>
          <Note>This request calls no operation of the description, so nothing can check it.</Note>
          {found.request.description && <p className="text-muted">{found.request.description}</p>}
          <div className="flex flex-wrap items-center gap-2">
            <select
              className="field w-auto max-w-56"
              aria-label="Language"
              value={language}
              onChange={(e) => setLanguage(e.target.value)}
            >
              {LANGUAGES.map(([id, name]) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
            <Button onClick={() => copy(code.data?.code ?? "", "Code")} disabled={!code.data}>
              Copy
            </Button>
          </div>
          <section
            aria-label="Code of the request"
            tabIndex={0}
            className="overflow-auto rounded-md border border-line bg-sunken p-3"
          >
            <pre>{code.data?.code}</pre>
          </section>
        </div>
      )}
    </Loaded>
  );
}
