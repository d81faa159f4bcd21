//! `fairlead completions` and `fairlead man`: made from the words of the command line.

use clap::CommandFactory;

use crate::{
    args::{Args, CompletionsArgs, ManArgs},
    output::{self, Failure, Outcome},
};

/// Prints completions for a shell.
pub fn completions(args: &CompletionsArgs) -> Result<Outcome, Failure> {
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "fairlead", &mut text);
    print(&text, args.json)
}

/// Prints the manual page, in roff.
pub fn man(args: &ManArgs) -> Result<Outcome, Failure> {
    let mut text = Vec::new();
    clap_mangen::Man::new(Args::command()).render(&mut text)?;
    print(&text, args.json)
}

fn print(text: &[u8], json: bool) -> Result<Outcome, Failure> {
    let text = String::from_utf8_lossy(text);
    if json {
        output::say_json(&serde_json::json!({ "text": text }))?;
    } else {
        output::say(text.trim_end())?;
    }
    Ok(Outcome::Well)
}
