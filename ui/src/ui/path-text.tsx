interface Props {
  path: string;
  title: string;
  struck?: boolean;
}

/** A path in a narrow place: where it is cut, its last segment stays, which tells it from others. */
export function PathText({ path, title, struck }: Props) {
  const at = path.lastIndexOf("/");
  return (
    <span
      title={title}
      className={`flex min-w-0 flex-1 font-mono text-xs ${struck ? "line-through" : ""}`}
    >
      {at > 0 && <span className="truncate-line">{path.slice(0, at)}</span>}
      <span className={`truncate-line ${at > 0 ? "max-w-[70%] shrink-0" : ""}`}>
        {path.slice(Math.max(at, 0))}
      </span>
    </span>
  );
}
