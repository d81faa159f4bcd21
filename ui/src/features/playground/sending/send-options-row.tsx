import { changeSendOptions, useSendOptions } from "./send-options";

const number = (text: string) => (text === "" ? undefined : Number(text));

/** How long a request may take, whether redirects are followed, and how often it is sent again. */
export function SendOptionsRow({ projectId, id }: { projectId: string; id: string }) {
  const options = useSendOptions(projectId);
  return (
    <fieldset id={id} className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <legend className="sr-only">How requests of this project are sent</legend>
      <label className="row">
        Longest time
        <input
          className="field w-24"
          type="number"
          min={1}
          max={120_000}
          step={1000}
          placeholder="30000"
          value={options.timeoutMs ?? ""}
          onChange={(e) => changeSendOptions(projectId, { timeoutMs: number(e.target.value) })}
        />
        ms
      </label>
      <label className="row">
        <input
          type="checkbox"
          checked={options.followRedirects ?? false}
          onChange={(e) =>
            changeSendOptions(projectId, { followRedirects: e.target.checked || undefined })
          }
        />
        Follow redirects
      </label>
      <label className="row">
        Send again up to
        <input
          className="field w-16"
          type="number"
          min={0}
          max={10}
          placeholder="0"
          value={options.retries ?? ""}
          onChange={(e) => changeSendOptions(projectId, { retries: number(e.target.value) })}
        />
        times
      </label>
      <p className="basis-full text-xs text-muted">
        Redirects to another host are shown, never followed: keys stay where they belong. It is sent
        again where no answer comes or the server asks for it (429, 502, 503, 504); POST and PATCH
        only where nothing can have been done.
      </p>
    </fieldset>
  );
}
