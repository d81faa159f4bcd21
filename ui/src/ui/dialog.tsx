import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { type ReactNode, useState } from "react";
import { Button, IconButton } from "./button";
import { useFocusReturn } from "./focus-return";
import { useTyped } from "./typed";

interface Props {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: string;
  children?: ReactNode;
  wide?: boolean;
  /**
   * Whether closing would lose something: Esc, the cross and a click beside it ask first. Left out,
   * it is whether text was typed in it.
   */
  dirty?: boolean;
}

/** A dialog; Esc closes it and gives the focus back. */
export function Dialog({ open, onOpenChange, title, description, children, wide, dirty }: Props) {
  const focus = useFocusReturn(true);
  const { isTyped, follow } = useTyped(open);
  const [leaving, setLeaving] = useState(false);
  const change = (next: boolean) => {
    if (!next && (dirty ?? isTyped())) setLeaving(true);
    else onOpenChange(next);
  };
  return (
    <Radix.Root open={open} onOpenChange={change}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-black/40" />
        <Radix.Content
          {...focus}
          {...follow}
          {...(description ? {} : { "aria-describedby": undefined })}
          className={`fixed top-[10vh] left-1/2 z-50 max-h-[80vh] w-[calc(100vw-24px)] -translate-x-1/2 overflow-auto rounded-xl border border-line bg-surface p-4 shadow-xl ${wide ? "max-w-3xl" : "max-w-lg"}`}
        >
          <div className="mb-3 flex items-start justify-between gap-2">
            <Radix.Title className="text-base font-semibold">{title}</Radix.Title>
            <Radix.Close asChild>
              <IconButton label="Close">
                <X size={16} aria-hidden />
              </IconButton>
            </Radix.Close>
          </div>
          {description && (
            <Radix.Description className="mb-3 text-muted">{description}</Radix.Description>
          )}
          {children}
          {leaving && (
            <ConfirmDialog
              open
              onOpenChange={setLeaving}
              title="Leave without saving?"
              description="What you typed here is lost then."
              action="Leave"
              onConfirm={() => onOpenChange(false)}
            />
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

interface ConfirmProps extends Omit<Props, "children" | "wide" | "dirty"> {
  action: string;
  onConfirm: () => void;
}

/** Asks before something is gone. */
export function ConfirmDialog({ action, onConfirm, ...dialog }: ConfirmProps) {
  return (
    <Dialog {...dialog}>
      <div className="flex justify-end gap-2">
        <Button data-first onClick={() => dialog.onOpenChange(false)}>
          Cancel
        </Button>
        <Button
          look="danger"
          onClick={() => {
            dialog.onOpenChange(false);
            onConfirm();
          }}
        >
          {action}
        </Button>
      </div>
    </Dialog>
  );
}
