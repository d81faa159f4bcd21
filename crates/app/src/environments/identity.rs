//! The certificate and the key of a client out of a file of PKCS#12 (RFC 7292), as browsers and
//! authorities hand them out: the certificate becomes part of the environment, the key goes into
//! the vault, and the password is kept nowhere.

use std::sync::Arc;

use base64::{Engine, prelude::BASE64_STANDARD};
use fairlead_core::{Id, Timestamp, limits};
use fairlead_store::environment;
use p12_keystore::{Pkcs12Archive, error::Error};
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;
use tokio_rustls::rustls::{
    InconsistentKeys,
    crypto::{CryptoProvider, aws_lc_rs},
    pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer},
    sign::CertifiedKey,
};
use x509_parser::prelude::{FromDer, X509Certificate};
use zeroize::Zeroizing;

use super::{
    secrets::{self, CLIENT_KEY, OWNER},
    setup, unreadable,
};
use crate::{
    App, AppError, ClientIdentity, Environment, EventKind, credentials::vault_failed, off_thread,
};

/// Characters of base64 in a line of PEM (RFC 7468 §2).
const LINE: usize = 64;
/// Longest chain of certificates that is taken.
const CHAIN: usize = 10;

/// A certificate with those between it and its root, and its key, in PEM.
struct Identity {
    certificates: String,
    key: SecretString,
}

impl App {
    /// Takes the certificate and the key of the client from a file of PKCS#12. Both are kept, or
    /// nothing is.
    pub async fn set_client_identity(
        &self,
        project: Id,
        id: Id,
        from: ClientIdentity,
    ) -> Result<Environment, AppError> {
        let mut row = self.environment_row(project, id).await?;
        let mut set = setup(&row)?;
        let identity = off_thread(move || read(&from)).await??;
        secrets::check(CLIENT_KEY, identity.key.expose_secret())?;
        set.client_certificate = Some(identity.certificates);
        row.setup = serde_json::to_string(&set).map_err(unreadable)?;
        row.updated_at = Timestamp::now();
        let place = secrets::place(project, id, CLIENT_KEY);
        let sealed = self.inner.vault.seal(&place, &identity.key);
        let sealed = sealed.map_err(vault_failed)?;
        let arguments = json!({
            "id": id, "projectId": project, "position": row.position, "setup": set,
        });
        self.store()
            .mutate("updateEnvironment", arguments, move |c| {
                environment::put(c, &row)?;
                environment::put_secret(c, id, CLIENT_KEY, &sealed, OWNER)
            })
            .await?;
        self.inner.unlocked.lock(id);
        self.tell_environment(project, id, EventKind::Updated).await;
        self.environment(project, id).await
    }
}

/// Reads a file. Blocks: the password is made slow to try.
fn read(from: &ClientIdentity) -> Result<Identity, AppError> {
    let text = from.pkcs12.expose_secret();
    let bytes = BASE64_STANDARD.decode(text.trim()).map(Zeroizing::new);
    let bytes = bytes.map_err(|_| {
        AppError::invalid("not_pkcs12", "The file is not given in base64.")
            .with_hint("Encode the bytes of the file in base64 (RFC 4648 §4).")
    })?;
    if bytes.len() > limits::IDENTITY_BYTES {
        let most = limits::IDENTITY_BYTES >> 10;
        let message = format!("The file has more than {most} KiB.");
        return Err(AppError::invalid("not_pkcs12", message)
            .with_hint("Choose the file of the client's certificate alone."));
    }
    let password = from.password.as_ref().map_or("", |p| p.expose_secret());
    let archive = Pkcs12Archive::from_pkcs12(&bytes, password)
        .map_err(|why| explain(why, &bytes, password))?;
    if archive.keys.is_empty() {
        let message = "The file holds no private key.";
        return Err(AppError::invalid("no_private_key", message)
            .with_hint("Export the certificate again, together with its key."));
    }
    let provider = Arc::new(aws_lc_rs::default_provider());
    let certificates: Vec<&[u8]> = archive.certs.iter().map(|c| c.cert.as_der()).collect();
    let mut why = "The file holds no certificate for its private key.".to_owned();
    for key in &archive.keys {
        let der = key.key.as_der();
        // Files name which certificate a key belongs to; whether that is true, the keys say.
        match leaf_of(der, &certificates, &provider) {
            Ok(Some(leaf)) => {
                return Ok(Identity {
                    certificates: chain(leaf, &certificates)
                        .map(|der| pem("CERTIFICATE", der).to_string())
                        .collect(),
                    key: pem("PRIVATE KEY", der).to_string().into(),
                });
            }
            Ok(None) => {}
            Err(unusable) => why = unusable,
        }
    }
    Err(AppError::invalid("no_certificate", why)
        .with_hint("Export the certificate again, together with its key and its chain."))
}

/// The certificate for a key (PKCS#8).
fn leaf_of<'a>(
    key: &[u8],
    certificates: &[&'a [u8]],
    provider: &CryptoProvider,
) -> Result<Option<&'a [u8]>, String> {
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key));
    let key = provider
        .key_provider
        .load_private_key(key.clone_key())
        .map_err(|why| format!("The private key is of a kind that TLS does not use: {why}."))?;
    let fits = |der: &&&[u8]| {
        let chain = vec![CertificateDer::from(der.to_vec())];
        let matched = CertifiedKey::new(chain, Arc::clone(&key)).keys_match();
        // A key that does not tell its public half cannot be compared.
        matches!(
            matched,
            Ok(())
                | Err(tokio_rustls::rustls::Error::InconsistentKeys(
                    InconsistentKeys::Unknown
                ))
        )
    };
    Ok(certificates.iter().find(fits).copied())
}

/// The certificate and those between it and its root, which the server knows itself.
fn chain<'a>(leaf: &'a [u8], all: &[&'a [u8]]) -> impl Iterator<Item = &'a [u8]> {
    let mut chain = vec![leaf];
    while let Some(last) = chain.last().and_then(|der| parsed(der)) {
        let above = all.iter().copied().find(|der| {
            let is_new = !chain.contains(der);
            let is_above = parsed(der).is_some_and(|found| {
                found.subject() == last.issuer() && found.subject() != found.issuer()
            });
            is_new && is_above
        });
        match above {
            Some(above) if chain.len() < CHAIN => chain.push(above),
            _ => break,
        }
    }
    chain.into_iter()
}

fn parsed(der: &[u8]) -> Option<X509Certificate<'_>> {
    X509Certificate::from_der(der)
        .ok()
        .map(|(_, parsed)| parsed)
}

/// Text of RFC 7468.
fn pem(label: &str, der: &[u8]) -> Zeroizing<String> {
    let encoded = Zeroizing::new(BASE64_STANDARD.encode(der));
    let mut text = Zeroizing::new(format!("-----BEGIN {label}-----\n"));
    let mut rest = encoded.as_str();
    while !rest.is_empty() {
        let (line, after) = rest.split_at(rest.len().min(LINE));
        text.push_str(line);
        text.push('\n');
        rest = after;
    }
    text.push_str(&format!("-----END {label}-----\n"));
    text
}

/// Why a file cannot be opened.
fn explain(why: Error, bytes: &[u8], password: &str) -> AppError {
    let wrong = || {
        if password.is_empty() {
            AppError::invalid("password_needed", "The file is opened with a password.")
                .with_hint("Type the password that it was exported with.")
        } else {
            AppError::invalid("wrong_password", "The password does not open the file.")
                .with_hint("Type the password that the file was exported with.")
        }
    };
    match why {
        Error::MacError(_) | Error::Pkcs5Error(_) | Error::UnpadError => wrong(),
        Error::UnsupportedEncryptionScheme
        | Error::UnsupportedMacAlgorithm
        | Error::InvalidParameters => AppError::invalid(
            "unknown_encryption",
            "The file is encrypted in a way that is not known here.",
        )
        .with_hint("Write it anew: `openssl pkcs12 -in FILE -out all.pem`, then `openssl pkcs12 -export -in all.pem -out NEW`."),
        why => {
            let is_pem = bytes.starts_with(b"-----BEGIN ");
            let hint = if is_pem {
                "This is PEM: paste the certificate and the key into their fields."
            } else {
                "Choose a file whose name ends with .p12 or .pfx; `openssl pkcs12 -info -in FILE` looks into it."
            };
            AppError::invalid("not_pkcs12", "The file is not one of PKCS#12, or is damaged.")
                .with_hint(hint)
                .because(why)
        }
    }
}
