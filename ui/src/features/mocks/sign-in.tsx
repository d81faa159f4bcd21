import { Copy } from "lucide-react";
import type { Mock } from "@/api/types";
import { copy } from "@/lib/copy";
import { Badge } from "@/ui/badge";
import { IconButton } from "@/ui/button";

type Provider = NonNullable<Mock["provider"]>;

/** Where one signs in at a mock, and as what. */
export function SignIn({ provider }: { provider: Provider }) {
  const places: [string, string | null][] = [
    ["Issuer", provider.issuer],
    ["Discovery", provider.discoveryUrl],
    ["Authorization", provider.authorizationUrl],
    ["Token", provider.tokenUrl],
    ["Device", provider.deviceUrl],
    ["Keys", provider.jwksUrl],
    ["Introspection", provider.introspectionUrl],
    ["Revocation", provider.revocationUrl],
  ];
  return (
    <details className="mt-3">
      <summary className="cursor-pointer">
        Sign-in: OAuth 2 and OpenID Connect{" "}
        <Badge tone={provider.enforced ? "ok" : "neutral"}>
          {provider.enforced ? "tokens enforced" : "any token is taken"}
        </Badge>
      </summary>
      <dl className="mt-2 grid grid-cols-1 gap-x-4 md:grid-cols-[8rem_minmax(0,1fr)]">
        {places.map(([name, url]) => url && <Place key={name} name={name} url={url} />)}
        <Row name="Clients">
          <Clients clients={provider.clients} />
        </Row>
        <Row name="Grants">{provider.grants.map(nameOf).join(", ")}</Row>
        {provider.scopes.length > 0 && (
          <Row name="Scopes">
            <span className="flex flex-wrap gap-x-3">
              {provider.scopes.map((scope) => (
                <code key={scope} className="break-all">
                  {scope}
                </code>
              ))}
            </span>
          </Row>
        )}
      </dl>
    </details>
  );
}

function Row({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <>
      <dt className="pt-2 text-muted md:py-1.5">{name}</dt>
      <dd className="min-w-0 pb-1 md:py-1.5">{children}</dd>
    </>
  );
}

function Place({ name, url }: { name: string; url: string }) {
  return (
    <>
      <dt className="pt-2 text-muted md:py-1.5">{name}</dt>
      <dd className="flex min-w-0 items-center gap-1">
        <code className="min-w-0 break-all">{url}</code>
        <IconButton label={`Copy: ${name}`} onClick={() => copy(url, name)}>
          <Copy size={14} aria-hidden />
        </IconButton>
      </dd>
    </>
  );
}

/** Which client id and secret will do. */
function Clients({ clients }: { clients: Provider["clients"] }) {
  if (!clients) {
    return (
      <>
        Any client id and secret will do. To know only some, list them in the behaviour file under{" "}
        <code>provider: clients</code>.
      </>
    );
  }
  if (clients.length === 0) return <>None: the behaviour file lists no client.</>;
  return (
    <ul>
      {clients.map(({ id, public: isPublic }) => (
        <li key={id}>
          <code className="break-all">{id}</code>
          <span className="text-muted">
            {isPublic ? ", without a secret, with PKCE" : ", with the secret of the behaviour file"}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** `urn:ietf:params:oauth:grant-type:device_code` as people say it. */
const nameOf = (grant: string) => (grant.split(":").at(-1) ?? grant).replaceAll("_", " ");
