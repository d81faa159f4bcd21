//! Words of a POSIX shell, with what bash adds: quotes, escapes, continued lines, several
//! commands. Variables (`$NAME`) become variables of the request.

use fairlead_core::Severity;

use crate::at::Problems;

/// A command and the line it begins on, from 1.
#[derive(Debug, PartialEq, Eq)]
pub struct Command {
    pub line: usize,
    pub words: Vec<String>,
}

/// The commands of a text.
pub fn commands(text: &str, problems: &mut Problems) -> Vec<Command> {
    let mut lexer = Lexer {
        signs: text.chars().collect(),
        at: 0,
        line: 1,
        commands: Vec::new(),
        words: Vec::new(),
        word: None,
        began: 1,
        substitutions: 0,
    };
    if !lexer.run() {
        let words = "a quote is not closed; the rest of the text belongs to it";
        problems.on_line(Severity::Error, "shell-quote", lexer.began, words);
    }
    if lexer.substitutions > 0 {
        let words = format!(
            "{} `$(…)` stay as text: they are not run",
            lexer.substitutions
        );
        problems.on_line(Severity::Warning, "shell-substitution", 1, words);
    }
    lexer.commands
}

struct Lexer {
    signs: Vec<char>,
    at: usize,
    line: usize,
    commands: Vec<Command>,
    words: Vec<String>,
    /// The word at hand; `Some("")` for quotes with nothing between them.
    word: Option<String>,
    began: usize,
    substitutions: usize,
}

impl Lexer {
    /// Whether every quote was closed.
    fn run(&mut self) -> bool {
        while let Some(sign) = self.next() {
            let fine = match sign {
                '\\' => self.escape(),
                // The continuation of PowerShell.
                '`' if self.peek() == Some('\n') || self.peek() == Some('\r') => {
                    self.skip_newline();
                    true
                }
                '\'' => self.single(),
                '"' => self.double(),
                '$' if self.peek() == Some('\'') => {
                    self.at += 1;
                    self.ansi()
                }
                '$' => {
                    self.variable();
                    true
                }
                '\n' | ';' | '&' | '|' => {
                    self.end_command();
                    true
                }
                '#' if self.word.is_none() => {
                    while self.peek().is_some_and(|c| c != '\n') {
                        self.at += 1;
                    }
                    true
                }
                ' ' | '\t' | '\r' => {
                    self.end_word();
                    true
                }
                other => {
                    self.push(other);
                    true
                }
            };
            if !fine {
                self.end_command();
                return false;
            }
        }
        self.end_command();
        true
    }

    fn next(&mut self) -> Option<char> {
        let sign = *self.signs.get(self.at)?;
        self.at += 1;
        if sign == '\n' {
            self.line += 1;
        }
        Some(sign)
    }

    fn peek(&self) -> Option<char> {
        self.signs.get(self.at).copied()
    }

    fn push(&mut self, sign: char) {
        if self.words.is_empty() && self.word.is_none() {
            self.began = self.line;
        }
        self.word.get_or_insert_default().push(sign);
    }

    fn end_word(&mut self) {
        self.words.extend(self.word.take());
    }

    fn end_command(&mut self) {
        self.end_word();
        // A prompt that was copied along.
        if self
            .words
            .first()
            .is_some_and(|w| matches!(w.as_str(), "$" | "%" | ">"))
        {
            self.words.remove(0);
        }
        if !self.words.is_empty() {
            self.commands.push(Command {
                line: self.began,
                words: std::mem::take(&mut self.words),
            });
        }
    }

    fn skip_newline(&mut self) {
        if self.peek() == Some('\r') {
            self.at += 1;
        }
        if self.peek() == Some('\n') {
            self.next();
        }
    }

    /// A backslash outside of quotes: before a line's end it joins the lines. Spaces behind it
    /// are a slip that pasting makes, and meant the same.
    fn escape(&mut self) -> bool {
        let spaces = self.signs[self.at..]
            .iter()
            .take_while(|c| matches!(c, ' ' | '\t' | '\r'))
            .count();
        if self.signs.get(self.at + spaces) == Some(&'\n') {
            self.at += spaces;
            self.next();
            return true;
        }
        if let Some(sign) = self.next() {
            self.push(sign);
        }
        true
    }

    fn single(&mut self) -> bool {
        self.word.get_or_insert_default();
        loop {
            match self.next() {
                None => return false,
                Some('\'') => return true,
                Some(sign) => self.push(sign),
            }
        }
    }

    fn double(&mut self) -> bool {
        self.word.get_or_insert_default();
        loop {
            match self.next() {
                None => return false,
                Some('"') => return true,
                Some('\\') => match self.next() {
                    Some(sign @ ('"' | '\\' | '$' | '`')) => self.push(sign),
                    Some('\n') => {}
                    Some(sign) => {
                        self.push('\\');
                        self.push(sign);
                    }
                    None => return false,
                },
                Some('$') => self.variable(),
                Some(sign) => self.push(sign),
            }
        }
    }

    /// `$'…'`: the escapes of C.
    fn ansi(&mut self) -> bool {
        self.word.get_or_insert_default();
        loop {
            match self.next() {
                None => return false,
                Some('\'') => return true,
                Some('\\') => {
                    let Some(sign) = self.next() else {
                        return false;
                    };
                    match sign {
                        'n' => self.push('\n'),
                        't' => self.push('\t'),
                        'r' => self.push('\r'),
                        'a' => self.push('\u{7}'),
                        'b' => self.push('\u{8}'),
                        'e' | 'E' => self.push('\u{1b}'),
                        'f' => self.push('\u{c}'),
                        'v' => self.push('\u{b}'),
                        'x' => self.bytes(),
                        'u' => self.code(4),
                        'U' => self.code(8),
                        '0'..='7' => {
                            self.at -= 1;
                            self.number(8, 3);
                        }
                        other => self.push(other),
                    }
                }
                Some(sign) => self.push(sign),
            }
        }
    }

    /// `\xHH`, several of which may make one character of UTF-8.
    fn bytes(&mut self) {
        let mut bytes = vec![self.digits(16, 2)];
        while bytes.last().is_some_and(|b| *b >= 0x80)
            && std::str::from_utf8(&low(&bytes)).is_err()
            && bytes.len() < 4
            && self.peek() == Some('\\')
            && self.signs.get(self.at + 1) == Some(&'x')
        {
            self.at += 2;
            bytes.push(self.digits(16, 2));
        }
        for sign in String::from_utf8_lossy(&low(&bytes)).chars() {
            self.push(sign);
        }
    }

    fn number(&mut self, radix: u32, most: usize) {
        let number = self.digits(radix, most);
        self.push(char::from_u32(number).unwrap_or('\u{fffd}'));
    }

    fn digits(&mut self, radix: u32, most: usize) -> u32 {
        let mut number = 0;
        for _ in 0..most {
            let Some(digit) = self.peek().and_then(|c| c.to_digit(radix)) else {
                break;
            };
            self.at += 1;
            number = number * radix + digit;
        }
        number
    }

    /// `\uHHHH`; two halves of a pair make one character, as browsers write them.
    fn code(&mut self, most: usize) {
        let first = self.digits(16, most);
        if (0xD800..0xDC00).contains(&first)
            && self.peek() == Some('\\')
            && self.signs.get(self.at + 1) == Some(&'u')
        {
            self.at += 2;
            let second = self.digits(16, 4);
            let code = 0x10000 + ((first - 0xD800) << 10) + (second.wrapping_sub(0xDC00) & 0x3FF);
            self.push(char::from_u32(code).unwrap_or('\u{fffd}'));
            return;
        }
        self.push(char::from_u32(first).unwrap_or('\u{fffd}'));
    }

    /// `$NAME` and `${NAME}`; every other dollar is itself.
    fn variable(&mut self) {
        let rest = &self.signs[self.at..];
        let braced = rest.first() == Some(&'{');
        let from = usize::from(braced);
        let is_part = |c: &&char| c.is_ascii_alphanumeric() || **c == '_';
        let name: String = rest[from..].iter().take_while(is_part).collect();
        let closed = !braced || rest.get(from + name.len()) == Some(&'}');
        if rest.first() == Some(&'(') {
            self.substitutions += 1;
        }
        if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) || !closed {
            self.push('$');
            return;
        }
        self.at += name.len() + 2 * from;
        for sign in format!("{{{{{name}}}}}").chars() {
            self.push(sign);
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "each is two hexadecimal digits"
)]
fn low(numbers: &[u32]) -> Vec<u8> {
    numbers.iter().map(|n| *n as u8).collect()
}
