import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { useState } from "react";
import { Dialog } from "./dialog";

function Page() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        Ask
      </button>
      <Dialog open={open} onOpenChange={setOpen} title="Sure?">
        <input aria-label="Reason" />
      </Dialog>
    </>
  );
}

afterEach(cleanup);

test("Esc closes a dialog and gives the focus back", async () => {
  render(<Page />);
  const asking = screen.getByText("Ask");
  asking.focus();
  fireEvent.click(asking);
  const dialog = screen.getByRole("dialog", { name: "Sure?" });
  expect(dialog.contains(document.activeElement)).toBe(true);
  fireEvent.keyDown(dialog, { key: "Escape" });
  // The focus moves once the dialog is gone.
  await act(() => new Promise((done) => setTimeout(done)));
  expect(screen.queryByRole("dialog")).toBeNull();
  expect(document.activeElement).toBe(asking);
});
