import { X } from "lucide-react";
import { Dialog } from "radix-ui";
import { type ReactNode, useRef } from "react";
import { useKeys } from "@/lib/bindings";
import { IconButton } from "./button";

interface Props {
  title: ReactNode;
  children: ReactNode;
  close: () => void;
}

/** A quick look at what is selected, beside the page: J and K go on, Esc or Space ends it. */
export default function Peek({ title, children, close }: Props) {
  const panel = useRef<HTMLDivElement>(null);
  const keys = useKeys("list-peek");
  return (
    <Dialog.Root open modal={false} onOpenChange={close}>
      <Dialog.Portal>
        <Dialog.Content
          ref={panel}
          data-peek
          tabIndex={-1}
          aria-describedby={undefined}
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            panel.current?.focus();
          }}
          onCloseAutoFocus={(event) => event.preventDefault()}
          className="fixed inset-x-3 bottom-16 z-40 flex max-h-[60vh] flex-col rounded-xl border border-control bg-surface shadow-xl outline-none md:top-[14vh] md:right-6 md:bottom-auto md:left-auto md:max-h-[72vh] md:w-[26rem]"
        >
          <div className="flex items-center gap-2 border-b border-line py-1.5 pr-2 pl-4">
            <Dialog.Title className="min-w-0 flex-1 text-[13px] font-semibold break-words">
              {title}
            </Dialog.Title>
            <IconButton
              label="Close"
              title={`Close (Esc${keys ? ` or ${keys}` : ""})`}
              onClick={close}
            >
              <X size={16} aria-hidden />
            </IconButton>
          </div>
          <div className="min-h-0 overflow-auto p-4">{children}</div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
