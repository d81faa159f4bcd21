import { toast } from "sonner";

/** Puts a text on the clipboard and says so. */
export async function copy(text: string, what: string) {
  try {
    await navigator.clipboard.writeText(text);
    toast.success(`${what} copied`);
  } catch {
    toast.error(`${what} could not be copied: the clipboard is not open to this page`);
  }
}
