//! What a provider offers, read from the security schemes of a description.

use std::collections::{BTreeSet, HashMap};

use fairlead_openapi::{OAuthFlow, SecurityKind, Spec};
use indexmap::IndexMap;
use url::Url;

/// Before the provider's own paths.
const OWN: &str = "/.fairlead/oauth";
/// OpenID Connect Discovery §4.
const OPENID: &str = "/.well-known/openid-configuration";
/// RFC 8414 §3.
const METADATA: &str = "/.well-known/oauth-authorization-server";

/// Something that the provider answers at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Endpoint {
    /// Where people allow things (RFC 6749 §3.1).
    Authorize,
    /// Where clients get tokens (RFC 6749 §3.2).
    Token,
    /// Where devices begin (RFC 8628 §3.1).
    DeviceAuthorization,
    /// Where people type what a device shows (RFC 8628 §3.3).
    Device,
    /// The public keys (RFC 7517 §5).
    Jwks,
    /// Who somebody is (OpenID Connect Core §5.3).
    Userinfo,
    /// What a token is good for (RFC 7662).
    Introspect,
    /// Where tokens are given back (RFC 7009).
    Revoke,
    /// All of this (RFC 8414, OpenID Connect Discovery).
    Metadata,
}

impl Endpoint {
    const NAMED: [(Self, &'static str); 8] = [
        (Self::Authorize, "authorize"),
        (Self::Token, "token"),
        (Self::DeviceAuthorization, "device_authorization"),
        (Self::Device, "device"),
        (Self::Jwks, "jwks"),
        (Self::Userinfo, "userinfo"),
        (Self::Introspect, "introspect"),
        (Self::Revoke, "revoke"),
    ];

    /// The methods it takes.
    pub fn methods(self) -> &'static [&'static str] {
        match self {
            Self::Authorize | Self::Device | Self::Userinfo => &["GET", "HEAD", "POST"],
            Self::Jwks | Self::Metadata => &["GET", "HEAD"],
            Self::Token | Self::DeviceAuthorization | Self::Introspect | Self::Revoke => &["POST"],
        }
    }

    /// Whether people look at it: what programs of other origins may not read.
    pub fn is_page(self) -> bool {
        matches!(self, Self::Authorize | Self::Device)
    }

    /// The provider's own path of it.
    fn own(self) -> String {
        let name = Self::NAMED.iter().find(|(e, _)| *e == self);
        name.map_or_else(|| OPENID.to_owned(), |(_, name)| format!("{OWN}/{name}"))
    }
}

/// A way to come by a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Flow {
    /// RFC 6749 §4.1
    Code,
    /// RFC 6749 §4.2; not for anything new (RFC 9700 §2.1.2).
    Implicit,
    /// RFC 6749 §4.3; not for anything new (RFC 9700 §2.4).
    Password,
    /// RFC 6749 §4.4
    Client,
    /// RFC 8628
    Device,
}

/// What a provider offers, and where.
#[derive(Debug)]
pub struct Plan {
    /// What the API is called.
    pub title: String,
    /// The declared ways to come by a token.
    pub flows: BTreeSet<Flow>,
    /// Whether a scheme of OpenID Connect is declared.
    pub openid: bool,
    /// Declared scopes and what they are for; none: any scope is fine.
    pub scopes: IndexMap<String, String>,
    /// Names of the schemes that its tokens are for.
    pub schemes: BTreeSet<String>,
    /// Paths behind the origin under which there is an issuer; the first is empty.
    bases: Vec<String>,
    /// Which endpoint is at which path, and of which base.
    routes: HashMap<String, (Endpoint, usize)>,
    /// The paths that the description declares.
    declared: HashMap<Endpoint, String>,
}

impl Plan {
    /// What the schemes of a description ask for; `None` where none of them is of OAuth 2 or
    /// OpenID Connect. `is_taken` says whether a path belongs to an operation.
    pub fn of(spec: &Spec, is_taken: &dyn Fn(&str) -> bool) -> Option<Self> {
        let mut plan = Self {
            title: match spec.title.as_str() {
                "" => "an API".to_owned(),
                title => title.to_owned(),
            },
            flows: BTreeSet::new(),
            openid: false,
            scopes: IndexMap::new(),
            schemes: BTreeSet::new(),
            bases: vec![String::new()],
            routes: HashMap::new(),
            declared: HashMap::new(),
        };
        let mut wanted: Vec<(Endpoint, String)> = Vec::new();
        for scheme in spec.security_schemes.values() {
            match &scheme.kind {
                SecurityKind::OAuth2 {
                    flows,
                    metadata_url,
                } => {
                    flows.iter().for_each(|flow| plan.add(flow, &mut wanted));
                    if let Some(path) = metadata_url.as_deref().and_then(path) {
                        plan.base(&path);
                        wanted.push((Endpoint::Metadata, path));
                    }
                }
                SecurityKind::OpenIdConnect { url } => {
                    plan.openid = true;
                    plan.flows.extend([Flow::Code, Flow::Client, Flow::Device]);
                    if let Some(path) = path(url) {
                        plan.base(&path);
                        wanted.push((Endpoint::Metadata, path));
                    }
                }
                _ => continue,
            }
            plan.schemes.insert(scheme.name.clone());
        }
        if plan.schemes.is_empty() {
            return None;
        }
        plan.add_needed_scopes(spec);
        plan.lay(wanted, is_taken);
        Some(plan)
    }

    fn add(&mut self, flow: &OAuthFlow, wanted: &mut Vec<(Endpoint, String)>) {
        let (kind, page) = match flow.kind.as_str() {
            "authorizationCode" => (Flow::Code, Endpoint::Authorize),
            "implicit" => (Flow::Implicit, Endpoint::Authorize),
            "password" => (Flow::Password, Endpoint::Authorize),
            "clientCredentials" => (Flow::Client, Endpoint::Authorize),
            "deviceAuthorization" => (Flow::Device, Endpoint::DeviceAuthorization),
            _ => return,
        };
        self.flows.insert(kind);
        for (name, text) in &flow.scopes {
            let known = self.scopes.entry(name.clone()).or_default();
            if known.is_empty() {
                known.clone_from(text);
            }
        }
        let urls = [
            (page, &flow.authorization_url),
            (Endpoint::Token, &flow.token_url),
            (Endpoint::Token, &flow.refresh_url),
        ];
        for (endpoint, url) in urls {
            wanted.extend(url.as_deref().and_then(path).map(|path| (endpoint, path)));
        }
    }

    /// The issuer of a discovery document is what stands before its well-known path
    /// (OpenID Connect Discovery §4.1), that of OAuth's metadata what stands behind it
    /// (RFC 8414 §3.1); many write that before it, too.
    fn base(&mut self, path: &str) {
        let behind = || path.strip_prefix(METADATA).filter(|b| b.starts_with('/'));
        let base = path
            .strip_suffix(OPENID)
            .or_else(behind)
            .or_else(|| path.strip_suffix(METADATA))
            .unwrap_or_default()
            .trim_end_matches('/')
            .to_owned();
        if !self.bases.contains(&base) {
            self.bases.push(base);
        }
    }

    /// OpenID Connect schemes have no list of scopes: what operations need is one.
    fn add_needed_scopes(&mut self, spec: &Spec) {
        let needs = spec.operations.iter().filter_map(|o| o.security.as_ref());
        for need in needs.flatten().flatten() {
            if self.schemes.contains(&need.scheme) {
                for scope in &need.scopes {
                    self.scopes.entry(scope.clone()).or_default();
                }
            }
        }
    }

    /// Gives every endpoint its paths. What the description declares comes after what is fixed,
    /// so that it cannot hide it.
    fn lay(&mut self, wanted: Vec<(Endpoint, String)>, is_taken: &dyn Fn(&str) -> bool) {
        for (number, base) in self.bases.iter().enumerate() {
            for (endpoint, _) in Endpoint::NAMED {
                let path = format!("{base}{}", endpoint.own());
                self.routes.insert(path, (endpoint, number));
            }
            // RFC 8414 §3.1 puts the well-known part before the issuer's path.
            for path in [format!("{base}{OPENID}"), format!("{METADATA}{base}")] {
                if !is_taken(&path) {
                    self.routes.insert(path, (Endpoint::Metadata, number));
                }
            }
        }
        for (endpoint, path) in wanted {
            if path == "/" || self.routes.contains_key(&path) || is_taken(&path) {
                continue;
            }
            let holds = |base: &String| !base.is_empty() && path.starts_with(&format!("{base}/"));
            let number = self.bases.iter().position(holds).unwrap_or(0);
            if number == 0 {
                let shown = self.declared.entry(endpoint);
                shown.or_insert_with(|| path.clone());
            }
            self.routes.insert(path, (endpoint, number));
        }
    }

    /// The endpoint at a path, and the path of its issuer.
    pub fn endpoint(&self, path: &str) -> Option<(Endpoint, &str)> {
        let (endpoint, base) = self.routes.get(path)?;
        Some((*endpoint, &self.bases[*base]))
    }

    /// The path of an endpoint for who comes from an issuer at `base`.
    pub fn path(&self, endpoint: Endpoint, base: &str) -> String {
        match self.declared.get(&endpoint) {
            Some(declared) if base.is_empty() => declared.clone(),
            _ => format!("{base}{}", endpoint.own()),
        }
    }

    /// Whether refresh tokens are given.
    pub fn refreshes(&self) -> bool {
        let flows = [Flow::Code, Flow::Password, Flow::Device];
        flows.iter().any(|flow| self.flows.contains(flow))
    }
}

/// The path of a URL, absolute or relative to the root.
fn path(url: &str) -> Option<String> {
    let root = Url::parse("http://root.invalid/").ok()?;
    let url = root.join(url).ok()?;
    let is_web = matches!(url.scheme(), "http" | "https");
    is_web.then(|| url.path().to_owned())
}
