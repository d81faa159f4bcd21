// Looking at a project as one of its partners does: the API then answers as it would answer them.
import { create } from "zustand";

export interface ViewAs {
  projectId: string;
  partnerId: string;
  name: string;
}

const KEY = "fairlead-view-as";

function kept(): ViewAs | null {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? "null");
  } catch {
    return null;
  }
}

/** As whom this window looks at which project. */
export const useViewAs = create<{ as: ViewAs | null }>(() => ({ as: kept() }));

/** Looks as somebody else, or as oneself again. */
export function viewAs(as: ViewAs | null) {
  if (as) sessionStorage.setItem(KEY, JSON.stringify(as));
  else sessionStorage.removeItem(KEY);
  useViewAs.setState({ as });
}

/** The header fields of a request: whose answer it wants. */
export function actingHeaders(path: string): [string, string][] {
  const as = useViewAs.getState().as;
  const root = `/projects/${as?.projectId}`;
  const isOfProject = path === root || path.startsWith(`${root}/`) || path.startsWith(`${root}?`);
  return as && isOfProject ? [["fairlead-view-as", as.partnerId]] : [];
}
