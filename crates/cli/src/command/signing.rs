//! The scheme and the secret that the words of a command name.

use fairlead_webhooks::{Algorithm, Encoding, Generic, Scheme, Secret, Signing};

use crate::{
    args::{AlgorithmArg, EncodingArg, SchemeArg, SigningArgs},
    output::Failure,
};

/// How webhooks are signed; `None` where they are not.
pub fn read(args: &SigningArgs) -> Result<Option<Signing>, Failure> {
    let (Some(scheme), Some(variable)) = (args.scheme, &args.secret_env) else {
        return Ok(None);
    };
    let scheme = match scheme {
        SchemeArg::Standard => Scheme::Standard,
        SchemeArg::StandardSha512 => Scheme::StandardSha512,
        SchemeArg::Stripe => Scheme::Stripe,
        SchemeArg::Github => Scheme::Github,
        SchemeArg::Generic => Scheme::Generic(Generic {
            header: args.signature_header.clone(),
            algorithm: match args.signature_algorithm {
                AlgorithmArg::HmacSha256 => Algorithm::HmacSha256,
                AlgorithmArg::HmacSha512 => Algorithm::HmacSha512,
            },
            encoding: match args.signature_encoding {
                EncodingArg::Hex => Encoding::Hex,
                EncodingArg::Base64 => Encoding::Base64,
            },
            prefix: args.signature_prefix.clone(),
            signs: args.signs.clone(),
            id_header: args.id_header.clone(),
            timestamp_header: args.timestamp_header.clone(),
        }),
    };
    scheme.check().map_err(|why| {
        Failure::usage(why, "`fairlead help webhook` lists what belongs together")
    })?;
    let secret = std::env::var(variable).map_err(|_| {
        Failure::usage(
            format!("there is no variable `{variable}` in the environment"),
            format!("set it before: export {variable}=…"),
        )
    })?;
    let secret = Secret::new(secret);
    secret
        .key(&scheme)
        .map_err(|why| Failure::usage(format!("`{variable}`: {why}"), "copy the secret whole"))?;
    Ok(Some(Signing { scheme, secret }))
}
