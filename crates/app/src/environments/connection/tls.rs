//! What a server shows of itself: version, certificate, and whether it can be trusted.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use fairlead_core::Timestamp;
use tokio::net::TcpStream;
use tokio_rustls::{
    TlsConnector,
    rustls::{
        CertificateError, DigitallySignedStruct, Error, SignatureScheme,
        client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
        crypto::aws_lc_rs,
        pki_types::{CertificateDer, ServerName, UnixTime},
    },
};
use x509_parser::prelude::{FromDer, GeneralName, X509Certificate};

use super::Found;
use crate::environments::{
    OpenEnvironment,
    trust::{self, Trust},
};
use crate::{ConnectionVerdict, ServerCertificate};

/// A certificate that ends within this time is worth a word, in milliseconds (21 days).
const SOON: i64 = 21 * 24 * 60 * 60 * 1_000;

/// Judges as usual, keeps the judgement, and lets the handshake end all the same: nothing is sent
/// over this connection, and what a bad certificate says is what a person wants to see.
#[derive(Debug)]
struct Witness {
    judge: Trust,
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
    let given = environment.setup.ca_certificate.as_deref();
    let witness = match Trust::with(given, &provider) {
        Ok(judge) => Arc::new(Witness {
            judge,
            seen: Mutex::new(None),
        }),
        Err(why) => return unusable(why),
    };
    let config = match trust::client(environment, witness.clone()) {
        Ok(config) => Arc::new(config),
        Err(why) => return unusable(why),
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
        ) => distrust(host, &why, certificate.as_ref()),
        (Ok(Ok(_)), _) => trusted(certificate.as_ref()),
        (Ok(Err(why)), _) if is_no_tls(&why) => Found::failed(
            "The server answers there, and not with TLS.",
            "Write the address with http://, or give the port that is for HTTPS.",
        ),
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

fn trusted(certificate: Option<&ServerCertificate>) -> Found {
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

/// Whether what came back was no record of TLS, as where a server speaks HTTP without it.
fn is_no_tls(why: &std::io::Error) -> bool {
    let inner = why.get_ref().and_then(|inner| inner.downcast_ref());
    matches!(inner, Some(Error::InvalidMessage(_)))
}

fn distrust(host: &str, why: &Error, shown: Option<&ServerCertificate>) -> Found {
    let is_own = shown.is_some_and(|shown| shown.subject == shown.issuer);
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
            CertificateError::UnknownIssuer | CertificateError::Other(_) if is_own => (
                "The certificate is self-signed: nobody else vouches for it.".to_owned(),
                "If you trust it, give it to the environment as its CA certificate (PEM).",
            ),
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
