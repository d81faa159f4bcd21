import { Cable, Plus } from "lucide-react";
import { Button } from "@/ui/button";

/** Makes a request to any address. */
export const NewRequest = ({ onNew }: { onNew: (socket: boolean) => void }) => (
  <div className="flex flex-wrap gap-2 px-2 pt-2">
    <Button onClick={() => onNew(false)}>
      <Plus size={14} aria-hidden /> Free request
    </Button>
    <Button onClick={() => onNew(true)}>
      <Cable size={14} aria-hidden /> WebSocket
    </Button>
  </div>
);
