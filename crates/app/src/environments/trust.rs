//! Which servers are trusted over TLS: those the system trusts, those that a given authority has
//! signed for, and those whose very certificate a person has given.

use rustls_platform_verifier::Verifier;
use secrecy::ExposeSecret;
use std::sync::Arc;
use tokio_rustls::rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error, SignatureScheme,
    client::{
        danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
        verify_server_name,
    },
    crypto::{CryptoProvider, aws_lc_rs},
    pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime, pem::PemObject},
    server::ParsedCertificate,
};
use x509_parser::prelude::{FromDer, X509Certificate};

use super::{CLIENT_KEY, OpenEnvironment};

/// Judges certificates as the system does, with those that an environment adds.
///
/// A certificate that is given and shown is trusted even where it may not be used so by RFC 5280:
/// `openssl req -x509` marks every certificate as one of an authority, and such a one must not
/// speak for a server. Its names and dates count as ever.
#[derive(Debug)]
pub struct Trust {
    system: Verifier,
    given: Vec<CertificateDer<'static>>,
}

impl Trust {
    /// The system's certificates, and those of a text in PEM.
    pub fn with(pem: Option<&str>, provider: &Arc<CryptoProvider>) -> Result<Self, String> {
        let given: Vec<CertificateDer<'static>> =
            CertificateDer::pem_slice_iter(pem.unwrap_or_default().as_bytes())
                .collect::<Result<_, _>>()
                .map_err(|why| format!("The CA certificate cannot be read: {why}."))?;
        let system = Verifier::new_with_extra_roots(given.clone(), provider.clone())
            .map_err(|why| format!("The system's certificates cannot be read: {why}."))?;
        Ok(Self { system, given })
    }
}

/// A TLS client that trusts what its verifier does, and shows the certificate of the environment.
pub fn client(
    environment: &OpenEnvironment,
    verifier: Arc<dyn ServerCertVerifier>,
) -> Result<ClientConfig, String> {
    let own = identity(environment)?;
    ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .and_then(|builder| {
            let builder = builder
                .dangerous()
                .with_custom_certificate_verifier(verifier);
            match own {
                Some((chain, key)) => builder.with_client_auth_cert(chain, key),
                None => Ok(builder.with_no_client_auth()),
            }
        })
        .map_err(|why| format!("TLS cannot be used as it is set up: {why}."))
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

/// What is left to look at of a certificate that was given itself: whom it is for, and when.
fn holds(shown: &CertificateDer<'_>, name: &ServerName<'_>, now: UnixTime) -> Result<(), Error> {
    verify_server_name(&ParsedCertificate::try_from(shown)?, name)?;
    let (_, parsed) =
        X509Certificate::from_der(shown).map_err(|_| CertificateError::BadEncoding)?;
    let seconds = i64::try_from(now.as_secs()).unwrap_or(i64::MAX);
    let validity = parsed.validity();
    if seconds > validity.not_after.timestamp() {
        return Err(CertificateError::Expired.into());
    }
    if seconds < validity.not_before.timestamp() {
        return Err(CertificateError::NotValidYet.into());
    }
    Ok(())
}

impl ServerCertVerifier for Trust {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let judged = self.system.verify_server_cert(
            end_entity,
            intermediates,
            server_name,
            ocsp_response,
            now,
        );
        let is_about_use = matches!(
            &judged,
            Err(Error::InvalidCertificate(
                CertificateError::UnknownIssuer | CertificateError::Other(_)
            ))
        );
        if is_about_use && self.given.iter().any(|given| given == end_entity) {
            holds(end_entity, server_name, now)?;
            return Ok(ServerCertVerified::assertion());
        }
        judged
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.system.verify_tls12_signature(message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.system.verify_tls13_signature(message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.system.supported_verify_schemes()
    }
}
