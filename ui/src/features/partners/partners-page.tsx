import { usePartners } from "@/api/queries/partners";
import { useProjectId } from "@/lib/address";
import { Loaded } from "@/ui/states";
import { PartnerList } from "./partner-list";
import { ShownForm } from "./shown-form";

/** Who integrates the API of a project, and what they see of it. */
export function PartnersPage() {
  const id = useProjectId();
  const partners = usePartners(id);
  return (
    <Loaded query={partners}>
      {(all) => (
        <div className="grid items-start gap-4 p-4 xl:grid-cols-2">
          <h2 className="sr-only">Partners</h2>
          <PartnerList projectId={id} partners={all} />
          <ShownForm projectId={id} />
        </div>
      )}
    </Loaded>
  );
}
