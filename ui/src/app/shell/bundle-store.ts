import { create } from "zustand";
import type { BundleFile } from "@/api/queries/partners";

/** Whether the dialog that opens bundles is there, and with which file. */
export const useBundle = create<{ open: boolean; file: BundleFile | null }>(() => ({
  open: false,
  file: null,
}));

export const askForBundle = (file: BundleFile | null = null) =>
  useBundle.setState({ open: true, file });

export const closeBundle = () => useBundle.setState({ open: false, file: null });
