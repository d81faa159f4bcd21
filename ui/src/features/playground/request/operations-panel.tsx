import { useState } from "react";
import { useOperations } from "@/api/queries/spec";
import { FilterField } from "@/ui/filter-field";
import { OperationList } from "@/ui/operation-list";
import { Loaded } from "@/ui/states";

interface Props {
  projectId: string;
  chosen: string | undefined;
  onChoose: (operationId: string) => void;
}

/** The operations that a request can be made to. */
export function OperationsPanel({ projectId, chosen, onChoose }: Props) {
  const [text, setText] = useState("");
  const operations = useOperations(projectId);
  return (
    <>
      <div className="p-2">
        <FilterField
          label="Filter operations"
          placeholder="Filter by path, name or method"
          value={text}
          onChange={setText}
        />
      </div>
      <Loaded query={operations}>
        {(all) => (
          <OperationList
            operations={all.filter((o) => o.kind === "operation")}
            text={text}
            chosen={chosen}
            onChoose={onChoose}
          />
        )}
      </Loaded>
    </>
  );
}
