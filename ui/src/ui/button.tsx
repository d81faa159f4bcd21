import type { ComponentProps } from "react";

interface Props extends ComponentProps<"button"> {
  look?: "plain" | "primary" | "danger" | "ghost";
}

export function Button({ look = "plain", className = "", type = "button", ...rest }: Props) {
  const looks = { plain: "", primary: "btn-primary", danger: "btn-danger", ghost: "btn-ghost" };
  return <button type={type} className={`btn ${looks[look]} ${className}`} {...rest} />;
}

interface IconProps extends Props {
  label: string;
}

/** A button that is only an icon; its label is its name and its tooltip. */
export function IconButton({ label, className = "", look = "ghost", ...rest }: IconProps) {
  return (
    <Button
      look={look}
      aria-label={label}
      title={label}
      className={`btn-icon ${className}`}
      {...rest}
    />
  );
}
