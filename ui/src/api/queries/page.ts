// Lists as the API gives them, and where a project's things are. What the page reads is kept by keys
// that changes make stale: [topic, projectId, …].

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
  total?: number;
  totalIsExact?: boolean;
}

export const items = <T>(page: Page<T>) => page.items;

/** The address of a project. */
export const at = (projectId: string) => `/projects/${projectId}`;
