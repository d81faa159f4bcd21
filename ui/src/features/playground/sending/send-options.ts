// How requests of a project are sent: kept, since it is a matter of the API and not of one request.
import { create } from "zustand";
import type { SendOptions } from "@/api/exchange";

const keyOf = (projectId: string) => `fairlead.sending.${projectId}`;

const whole = (value: unknown, least: number, most: number) =>
  Number.isInteger(value) ? Math.min(Math.max(value as number, least), most) : undefined;

function load(projectId: string): SendOptions {
  try {
    const found = JSON.parse(localStorage.getItem(keyOf(projectId)) ?? "{}");
    return {
      timeoutMs: whole(found?.timeoutMs, 1, 120_000),
      followRedirects: found?.followRedirects === true || undefined,
      retries: whole(found?.retries, 0, 10),
      useCookies: found?.useCookies !== false,
    };
  } catch {
    return { useCookies: true };
  }
}

const useStore = create<{ all: Record<string, SendOptions> }>(() => ({ all: {} }));

/** The options of a project. */
export function sendOptions(projectId: string): SendOptions {
  const known = useStore.getState().all[projectId];
  if (known) return known;
  const loaded = load(projectId);
  useStore.setState(({ all }) => ({ all: { ...all, [projectId]: loaded } }));
  return loaded;
}

/** The same for a component, which is drawn again when they change. */
export function useSendOptions(projectId: string): SendOptions {
  return useStore(({ all }) => all[projectId]) ?? load(projectId);
}

/** Changes some of them; `undefined` is the usual. */
export function changeSendOptions(projectId: string, change: SendOptions) {
  const next = { ...sendOptions(projectId), ...change };
  useStore.setState(({ all }) => ({ all: { ...all, [projectId]: next } }));
  try {
    localStorage.setItem(keyOf(projectId), JSON.stringify(next));
  } catch {
    // No room: they live as long as the page.
  }
}
