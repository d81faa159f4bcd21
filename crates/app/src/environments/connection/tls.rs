//! What a server shows of itself: version, certificate, and whether it can be trusted.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use fairlead_core::Timestamp;
use rustls_platform_verifier::Verifier;
use secrecy::ExposeSecret;
use tokio::net::TcpStream;
use tokio_rustls::{
    TlsConnector,
    rustls::{
        CertificateError, ClientConfig, DigitallySignedStruct, Error, SignatureScheme,
        client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
        crypto::{CryptoProvider, aws_lc_rs},
        pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime, pem::PemObject},
    },
};
use x509_parser::prelude::{FromDer, GeneralName, X509Certificate};

use super::Found;
use crate::environments::{CLIENT_KEY, OpenEnvironment};
use crate::{ConnectionVerdict, ServerCertificate};

/// A certificate that ends within this time is worth a word, in milliseconds (21 days).
const SOON: i64 = 21 * 24 * 60 * 60 * 1_000;

/// Judges as usual, keeps the judgement, and lets the handshake end all the same: nothing is sent
/// over this connection, and what a bad certificate says is what a person wants to see.
#[derive(Debug)]
struct Witness {
    judge: Verifier,
    seen: Mutex<Option<Seen>>,
}

#[derive(Debug, Clone)]
struct Seen {
    leaf: CertificateDer<'static>,
    problem: Option<Error>,
}

/// Shakes hands over a socket.
pub async fn look(
    host: &str,
    stream: TcpStream,
    environment: &OpenEnvironment,
    patience: Duration,
) -> Found {
    let unusable = |why: String| Found::failed(why, "Look at the certificates of the environment.");
    let Ok(name) = ServerName::try_from(host.to_owned()) else {
        return unusable(format!(
            "`{host}` is no name that a certificate can be for."
        ));
    };
    let provider = Arc::new(aws_lc_rs::default_provider());
    let trusted = environment.setup.ca_certificate.as_deref();
    let witness = match witness(trusted, &provider) {
        Ok(witness) => Arc::new(witness),
        Err(why) => return unusable(why),
    };
    let own = match identity(environment) {
        Ok(own) => own,
        Err(why) => return unusable(why),
    };
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(|builder| {
            let builder = builder
                .dangerous()
                .with_custom_certificate_verifier(witness.clone());
            match own {
                Some((chain, key)) => builder.with_client_auth_cert(chain, key),
                None => Ok(builder.with_no_client_auth()),
            }
        });
    let config = match config {
        Ok(config) => Arc::new(config),
        Err(why) => return unusable(format!("TLS cannot be used as it is set up: {why}.")),
    };
    let shaking = TlsConnector::from(config).connect(name, stream);
    let shaken = tokio::time::timeout(patience, shaking).await;
    let seen = witness
        .seen
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .take();
    let protocol = match &shaken {
        Ok(Ok(stream)) => {
            let version = stream.get_ref().1.protocol_version();
            version
                .and_then(|v| v.as_str())
                .map(|v| v.replace('_', "."))
        }
        _ => None,
    };
    let certificate = seen.as_ref().and_then(|s| describe(&s.leaf, protocol));
    let found = match (shaken, seen) {
        (
            _,
            Some(Seen {
                problem: Some(why), ..
            }),
        ) => distrust(host, &why),
        (Ok(Ok(_)), _) => trust(certificate.as_ref()),
        (Ok(Err(why)), _) => Found::failed(
            format!("There is no agreement on TLS: {why}."),
            "Look whether the port is one for HTTPS, and which versions of TLS the server has.",
        ),
        (Err(_), _) => Found::failed(
            "The server did not shake hands in time.",
            "Look whether the port is one for HTTPS.",
        ),
    };
    Found {
        certificate,
        ..found
    }
}

type Identity = (Vec<CertificateDer<'static>>, PrivateKeyDer<'static>);

/// The certificate that the client shows, with its key.
fn identity(environment: &OpenEnvironment) -> Result<Option<Identity>, String> {
    let Some(chain) = &environment.setup.client_certificate else {
        return Ok(None);
    };
    let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_slice_iter(chain.as_bytes())
        .collect::<Result<_, _>>()
        .map_err(|why| format!("The client's certificate cannot be read: {why}."))?;
    let key = environment.secrets.get(CLIENT_KEY);
    let key = key.ok_or("The key of the client's certificate is not set.")?;
    let key = PrivateKeyDer::from_pem_slice(key.secret.expose_secret().as_bytes())
        .map_err(|why| format!("The key of the client's certificate cannot be read: {why}."))?;
    Ok(Some((chain, key)))
}

fn witness(trusted: Option<&str>, provider: &Arc<CryptoProvider>) -> Result<Witness, String> {
    let extra: Vec<CertificateDer<'static>> =
        CertificateDer::pem_slice_iter(trusted.unwrap_or_default().as_bytes())
            .collect::<Result<_, _>>()
            .map_err(|why| format!("The CA certificate cannot be read: {why}."))?;
    let judge = Verifier::new_with_extra_roots(extra, provider.clone())
        .map_err(|why| format!("The system's certificates cannot be read: {why}."))?;
    Ok(Witness {
        judge,
        seen: Mutex::new(None),
    })
}

fn trust(certificate: Option<&ServerCertificate>) -> Found {
    let Some(certificate) = certificate else {
        return Found::passed("The certificate is trusted.");
    };
    let version = certificate.protocol.as_deref().unwrap_or("TLS");
    let message = format!("{version}; {} is trusted.", certificate.subject);
    let left = certificate.not_after.as_millis() - Timestamp::now().as_millis();
    if left < SOON {
        let days = left / (24 * 60 * 60 * 1_000);
        return Found::warning(
            format!("{message} The certificate ends in {days} days."),
            "Tell the owner of the server to renew it.",
        );
    }
    Found::passed(message)
}

fn distrust(host: &str, why: &Error) -> Found {
    let owner = "Tell the owner of the server to renew it.";
    let (message, hint) = match why {
        Error::InvalidCertificate(problem) => match problem {
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
                ("The certificate is out of date.".to_owned(), owner)
            }
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => (
                "The certificate does not hold yet.".to_owned(),
                "Look at the clock of this machine.",
            ),
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                (
                    format!("The certificate is not for `{host}`."),
                    "Use a name that it holds for, or let the owner of the server add this one.",
                )
            }
            CertificateError::UnknownIssuer => (
                "Who signed the certificate is not known to this machine.".to_owned(),
                "Give the environment the CA certificate (PEM), if you trust it; or a certificate in between is missing: tell the owner of the server.",
            ),
            CertificateError::Revoked => ("The certificate is revoked.".to_owned(), owner),
            other => (format!("The certificate is not trusted: {other}."), owner),
        },
        other => (format!("The certificate is not trusted: {other}."), owner),
    };
    Found {
        verdict: ConnectionVerdict::Failed,
        ..Found::failed(message, hint)
    }
}

fn describe(leaf: &CertificateDer<'_>, protocol: Option<String>) -> Option<ServerCertificate> {
    let (_, parsed) = X509Certificate::from_der(leaf).ok()?;
    let names = parsed.subject_alternative_name().ok().flatten();
    let names = names.map_or_else(Vec::new, |names| {
        let names = names.value.general_names.iter();
        names
            .filter_map(|name| match name {
                GeneralName::DNSName(name) => Some((*name).to_owned()),
                GeneralName::IPAddress(bytes) => address(bytes),
                _ => None,
            })
            .collect()
    });
    let time = |time: x509_parser::time::ASN1Time| {
        Timestamp::from_millis(time.timestamp().saturating_mul(1_000))
    };
    Some(ServerCertificate {
        subject: parsed.subject().to_string(),
        issuer: parsed.issuer().to_string(),
        names,
        not_before: time(parsed.validity().not_before),
        not_after: time(parsed.validity().not_after),
        protocol,
    })
}

/// An address as a certificate holds it: 4 or 16 bytes (RFC 5280 §4.2.1.6).
fn address(bytes: &[u8]) -> Option<String> {
    let four = <[u8; 4]>::try_from(bytes).map(|b| std::net::IpAddr::from(b).to_string());
    let sixteen = <[u8; 16]>::try_from(bytes).map(|b| std::net::IpAddr::from(b).to_string());
    four.or(sixteen).ok()
}

impl ServerCertVerifier for Witness {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let judged = self.judge.verify_server_cert(
            end_entity,
            intermediates,
            server_name,
            ocsp_response,
            now,
        );
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = Some(Seen {
            leaf: end_entity.clone().into_owned(),
            problem: judged.err(),
        });
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.judge.verify_tls12_signature(message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.judge.verify_tls13_signature(message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.judge.supported_verify_schemes()
    }
}
