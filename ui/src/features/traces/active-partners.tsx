import { useTracePartners } from "@/api/queries/traces";
import { Figure } from "@/ui/figures";

interface Props {
  projectId: string;
  /** Times and partner as the query of the API, with the interval. */
  query: string;
}

/** How many partners are at work, where there are any. */
export function ActivePartners({ projectId, query }: Props) {
  const partners = useTracePartners(projectId, query).data?.items ?? [];
  if (partners.length === 0) return null;
  const active = partners.filter((partner) => partner.state === "active").length;
  return (
    <Figure name="Active partners">
      {active} of {partners.length}
    </Figure>
  );
}
