import { useState } from "react";
import { variablesAt } from "@/api/queries/environments";
import { useProjectId } from "@/lib/address";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { VariableForm } from "@/ui/variable-form";

/** Gives an unknown variable a value, in the project. */
export function SetVariable({ name }: { name: string }) {
  const projectId = useProjectId();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button look="ghost" className="max-w-[50%] shrink-0" onClick={() => setOpen(true)}>
        <span className="truncate-line">{`Set {{${name}}}…`}</span>
      </Button>
      {open && (
        <Dialog
          open
          onOpenChange={setOpen}
          title={`Set {{${name}}}`}
          description="It counts in every environment of this project that has no variable of that name."
        >
          <VariableForm
            writing={{ name, fixed: true }}
            path={variablesAt(projectId)}
            scope={projectId}
            onClose={() => setOpen(false)}
          />
        </Dialog>
      )}
    </>
  );
}
