import { Button } from "@/ui/button";
import { NavLink } from "@/ui/nav-link";
import { EmptyState } from "@/ui/states";

interface Props {
  projectId: string;
  /** Takes the filters away, where there are any. */
  onClear: (() => void) | undefined;
}

/** What to do where no trace is to be seen. */
export const NoTraces = ({ projectId, onClear }: Props) =>
  onClear ? (
    <EmptyState action={<Button onClick={onClear}>Clear the filters</Button>}>
      No trace fits the filters.
    </EmptyState>
  ) : (
    <EmptyState
      action={
        <NavLink to={`/projects/${projectId}/playground`} className="btn btn-primary no-underline">
          Open the playground
        </NavLink>
      }
    >
      No traces yet: send a request from the playground, or call the mock.
    </EmptyState>
  );
