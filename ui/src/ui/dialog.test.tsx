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

const pressEscape = () =>
  fireEvent.keyDown(document.activeElement ?? document.body, { key: "Escape" });
const asked = () => screen.queryByRole("dialog", { name: "Leave without saving?" });

/** A dialog with every kind of field, of which some hold nothing that could be lost. */
function Form({ onClose, dirty }: { onClose: () => void; dirty?: boolean }) {
  const [step, setStep] = useState(1);
  const [name, setName] = useState("Ann");
  return (
    <Dialog open onOpenChange={onClose} title="Form" dirty={dirty}>
      {step === 1 && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            setStep(2);
          }}
        >
          <input aria-label="Name" value={name} onChange={(e) => setName(e.target.value)} />
          <textarea aria-label="Note" />
          <input aria-label="Filter" type="search" />
          <input aria-label="On" type="checkbox" />
          <button type="submit">Keep</button>
        </form>
      )}
      <button type="button" onClick={() => setStep(2)}>
        Next
      </button>
    </Dialog>
  );
}

function write(label: string, text: string) {
  const field = screen.getByLabelText(label);
  act(() => field.focus());
  fireEvent.input(field, { target: { value: text } });
}

test("closing asks where text was typed, and only there", () => {
  const check = (what: string, asks: boolean, work: () => void, dirty?: boolean) => {
    let closed = 0;
    render(<Form onClose={() => closed++} dirty={dirty} />);
    work();
    pressEscape();
    expect([asked() !== null, closed], what).toEqual(asks ? [true, 0] : [false, 1]);
    if (asks) {
      fireEvent.click(screen.getByText("Leave"));
      expect(closed, what).toBe(1);
    }
    cleanup();
  };
  check("untouched", false, () => undefined);
  check("only looked at", false, () => screen.getByLabelText("Name").focus());
  check("changed", true, () => write("Name", "Ann B"));
  check("emptied", true, () => write("Name", ""));
  check("changed and changed back", false, () => {
    write("Name", "Ann B");
    write("Name", "Ann");
  });
  check("a note", true, () => write("Note", "x"));
  check("a search", false, () => write("Filter", "x"));
  check("a tick", false, () => fireEvent.click(screen.getByLabelText("On")));
  check("in a step before", true, () => {
    write("Note", "x");
    fireEvent.click(screen.getByText("Next"));
  });
  check("taken", false, () => {
    write("Note", "x");
    fireEvent.click(screen.getByText("Keep"));
  });
  check("said to be lost", true, () => undefined, true);
  check("said to be nothing", false, () => write("Note", "x"), false);
});

test("the cross asks too, and what was typed stays", () => {
  render(<Form onClose={() => expect.unreachable()} />);
  write("Note", "long thoughts");
  fireEvent.click(screen.getByLabelText("Close"));
  fireEvent.click(screen.getByText("Cancel"));
  expect(asked()).toBeNull();
  expect(screen.getByLabelText<HTMLTextAreaElement>("Note").value).toBe("long thoughts");
});
