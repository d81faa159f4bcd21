import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from "@tanstack/react-router";
import { HomePage } from "@/features/home/home-page";
import { ErrorState } from "@/ui/states";
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
  lazyRouteComponent(() => import("@/features/projects/projects-page"), "ProjectsPage"),
);
const settings = page(
  "/settings",
  lazyRouteComponent(() => import("@/features/settings/settings-page"), "SettingsPage"),
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
      lazyRouteComponent(() => import("@/features/projects/overview-page"), "OverviewPage"),
    ),
    inProject(
      "/spec",
      lazyRouteComponent(() => import("@/features/spec/spec-page"), "SpecPage"),
    ),
    inProject(
      "/mocks",
      lazyRouteComponent(() => import("@/features/mocks/mocks-page"), "MocksPage"),
    ),
    inProject(
      "/playground",
      lazyRouteComponent(() => import("@/features/playground/playground-page"), "PlaygroundPage"),
    ),
    inProject(
      "/traces/{-$traceId}",
      lazyRouteComponent(() => import("@/features/traces/traces-page"), "TracesPage"),
    ),
    inProject(
      "/settings",
      lazyRouteComponent(
        () => import("@/features/projects/project-settings-page"),
        "ProjectSettingsPage",
      ),
    ),
  ]),
]);

export const router = createRouter({
  routeTree: tree,
  defaultPreload: "intent",
  defaultErrorComponent: ({ error, reset }) => <ErrorState error={error} retry={reset} />,
  // Search values are texts, as a person would write them.
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search) => {
    const written = new URLSearchParams(texts(search)).toString();
    return written ? `?${written}` : "";
  },
});
