import { ArrowLeft } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "./button";

/** From a detail back to its list. */
export function BackButton({ onClick, children }: { onClick: () => void; children: ReactNode }) {
  return (
    <Button look="ghost" onClick={onClick} className="self-start">
      <ArrowLeft size={14} aria-hidden /> {children}
    </Button>
  );
}
