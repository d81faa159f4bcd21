import { useEffect, useState } from "react";
import { type Transport, transport } from "@/platform/transport";
import { Button } from "./button";

interface Props {
  /** What the system's window for it is called. */
  title: string;
  onChoose: (path: string) => void;
}

/** Opens the system's chooser of folders. Nothing in a browser, which tells no paths. */
export function ChooseFolder({ title, onChoose }: Props) {
  const [way, setWay] = useState<Pick<Transport, "chooseFolder">>({});
  useEffect(() => {
    transport.then(({ chooseFolder }) => setWay({ chooseFolder }));
  }, []);
  const { chooseFolder } = way;
  if (!chooseFolder) return null;
  const choose = async () => {
    const path = await chooseFolder(title);
    if (path) onChoose(path);
  };
  return <Button onClick={() => void choose()}>Choose…</Button>;
}
