import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from "@tanstack/react-router";
import { HomePage } from "@/features/home/home-page";
import { ErrorState, Skeleton } from "@/ui/states";
import { NotFound } from "./shell/not-found";
import { ProjectLayout } from "./shell/project-layout";
import { Shell } from "./shell/shell";

/** The query of an address as texts; what is empty is not there. */
const texts = (search: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(search)
      .filter(([, value]) => value !== undefined && value !== "")
      .map(([key, value]) => [key, String(value)]),
  );

const pages: (() => Promise<unknown>)[] = [];

/** A page in a file of its own, read when it is first shown. */
function later<T extends Record<string, unknown>, K extends keyof T>(
  load: () => Promise<T>,
  name: K,
) {
  pages.push(load);
  return lazyRouteComponent(load, name);
}

/** Reads every page ahead, so that each is there even once the program does not answer. */
export const readAhead = () => Promise.allSettled(pages.map((load) => load()));

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });
const page = (path: string, component: Parameters<typeof createRoute>[0]["component"]) =>
  createRoute({ getParentRoute: () => root, path, component, validateSearch: texts });

const home = createRoute({
  getParentRoute: () => root,
  path: "/",
  component: HomePage,
  validateSearch: texts,
});
const projects = page(
  "/projects",
  later(() => import("@/features/projects/projects-page"), "ProjectsPage"),
);
const settings = page(
  "/settings",
  later(() => import("@/features/settings/settings-page"), "SettingsPage"),
);
const project = createRoute({
  getParentRoute: () => root,
  path: "/projects/$projectId",
  component: ProjectLayout,
});
const inProject = (path: string, component: Parameters<typeof createRoute>[0]["component"]) =>
  createRoute({ getParentRoute: () => project, path, component, validateSearch: texts });

const tree = root.addChildren([
  home,
  projects,
  settings,
  project.addChildren([
    inProject(
      "/",
      later(() => import("@/features/projects/overview-page"), "OverviewPage"),
    ),
    inProject(
      "/spec",
      later(() => import("@/features/spec/spec-page"), "SpecPage"),
    ),
    inProject(
      "/environments",
      later(() => import("@/features/projects/environments/environments-page"), "EnvironmentsPage"),
    ),
    inProject(
      "/mocks",
      later(() => import("@/features/mocks/mocks-page"), "MocksPage"),
    ),
    inProject(
      "/playground",
      later(() => import("@/features/playground/playground-page"), "PlaygroundPage"),
    ),
    inProject(
      "/traces/{-$traceId}",
      later(() => import("@/features/traces/traces-page"), "TracesPage"),
    ),
    inProject(
      "/partners",
      later(() => import("@/features/partners/partners-page"), "PartnersPage"),
    ),
    inProject(
      "/settings",
      later(() => import("@/features/projects/project-settings-page"), "ProjectSettingsPage"),
    ),
  ]),
]);

export const router = createRouter({
  routeTree: tree,
  defaultPreload: "intent",
  defaultPendingMs: 0,
  defaultPendingComponent: () => <Skeleton />,
  defaultErrorComponent: ({ error, reset }) => <ErrorState error={error} retry={reset} />,
  // Search values are texts, as a person would write them.
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search) => {
    const written = new URLSearchParams(texts(search)).toString();
    return written ? `?${written}` : "";
  },
});
