import { type FormEvent, useState } from "react";
import { useSavedRequests } from "@/api/queries/requests";
import { useProjectId } from "@/lib/address";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { ErrorState } from "@/ui/states";

interface Props {
  name: string;
  folder?: string;
  title?: string;
  onSave: (name: string, folder: string) => Promise<void>;
  onClose: () => void;
}

/** Asks for the name and the folder of a request. */
export function SaveDialog({
  name,
  folder = "",
  title = "Save the request",
  onSave,
  onClose,
}: Props) {
  const [named, setNamed] = useState(name);
  const [placed, setPlaced] = useState(folder);
  const [error, setError] = useState<Error | null>(null);
  const saved = useSavedRequests(useProjectId());
  const folders = new Set(saved.data?.map((r) => r.folder.join(" / ")).filter((f) => f !== ""));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setError(null);
    onSave(named, placed).catch(setError);
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      description="Credentials go into the vault; {{variables}} take their place."
    >
      <form className="flex flex-col gap-3" onSubmit={submit}>
        <label className="flex flex-col gap-1">
          Name
          <input
            className="field"
            required
            maxLength={200}
            onFocus={(e) => e.target.select()}
            value={named}
            onChange={(e) => setNamed(e.target.value)}
          />
        </label>
        <label className="flex flex-col gap-1">
          Folder
          <input
            className="field"
            list="saved-folders"
            placeholder="Ships / Large"
            value={placed}
            onChange={(e) => setPlaced(e.target.value)}
          />
        </label>
        <datalist id="saved-folders">
          {[...folders].map((f) => (
            <option key={f} value={f} />
          ))}
        </datalist>
        {error && <ErrorState error={error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit">
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
