/** What the program says, with what it quotes in `backticks` set apart. */
export function Said({ children }: { children: string }) {
  return children.split("`").map((part, n, all) =>
    n % 2 === 1 && n < all.length - 1 ? (
      <code key={n} className="break-all">
        {part}
      </code>
    ) : (
      <span key={n}>{part}</span>
    ),
  );
}
