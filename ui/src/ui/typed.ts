import { type FocusEvent, type FormEvent, useEffect, useRef } from "react";

type TextField = HTMLInputElement | HTMLTextAreaElement;

/** Inputs that hold no text of a person's own: a search is lost without harm. */
const NO_TEXT = /^(button|checkbox|color|file|hidden|image|radio|range|reset|search|submit)$/;

/** The text field of an event within `place`; an editor of code keeps a field for its own needs. */
function fieldOf(place: Element, at: EventTarget): TextField | undefined {
  // Events of another dialog, which was opened from here, come by too.
  if (!(at instanceof Element) || !place.contains(at)) return undefined;
  if (at.closest(".monaco-editor")) return undefined;
  if (at instanceof HTMLTextAreaElement) return at;
  return at instanceof HTMLInputElement && !NO_TEXT.test(at.type) ? at : undefined;
}

/** Follows what is typed into the text fields of what is open, so that closing it can ask first. */
export function useTyped(open: boolean) {
  /** What each field held before a person came to it. */
  const begun = useRef(new Map<TextField, string>());
  /** Fields of forms that were submitted: once they are gone, what they held has been taken. */
  const taken = useRef(new WeakSet<TextField>());
  useEffect(() => {
    if (!open) begun.current.clear();
  }, [open]);
  return {
    /** Whether there is text that closing would lose. A step before this one counts as well. */
    isTyped: () =>
      [...begun.current].some(
        ([field, before]) =>
          field.value !== before && (field.isConnected || !taken.current.has(field)),
      ),
    follow: {
      onFocusCapture: ({ currentTarget, target }: FocusEvent) => {
        const field = fieldOf(currentTarget, target);
        if (field && !begun.current.has(field)) begun.current.set(field, field.value);
      },
      onInputCapture: ({ currentTarget, target }: FormEvent) => {
        const field = fieldOf(currentTarget, target);
        if (field && !begun.current.has(field)) begun.current.set(field, "");
      },
      onSubmitCapture: ({ target }: FormEvent) => {
        for (const field of begun.current.keys())
          if (target instanceof Element && target.contains(field)) taken.current.add(field);
      },
    },
  };
}
