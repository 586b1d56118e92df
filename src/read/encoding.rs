//! Encodings of text files, and their transcoding to UTF-8 while they are read.

use std::fmt;
use std::io::{self, Read};

use encoding_rs::{Decoder, DecoderResult};

/// How a file's characters are written as bytes: any encoding of the WHATWG standard.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Encoding(&'static encoding_rs::Encoding);

impl Encoding {
    /// The default.
    pub const UTF_8: Self = Self(encoding_rs::UTF_8);
    /// What Windows calls Unicode.
    pub const UTF_16LE: Self = Self(encoding_rs::UTF_16LE);
    /// UTF-16 with the high byte first.
    pub const UTF_16BE: Self = Self(encoding_rs::UTF_16BE);
    /// What Windows in western Europe calls ANSI.
    pub const WINDOWS_1252: Self = Self(encoding_rs::WINDOWS_1252);

    /// The encoding of a label such as `utf-16`, `latin1`, `gb18030` or `windows-874`, in any case.
    pub fn named(label: &str) -> Option<Self> {
        encoding_rs::Encoding::for_label_no_replacement(label.as_bytes()).map(Self)
    }

    /// The encoding's own name, such as `UTF-8`.
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// The encoding that a byte order mark at the start of `bytes` names, and the mark's length.
    pub(super) fn marked(bytes: &[u8]) -> Option<(Self, usize)> {
        encoding_rs::Encoding::for_bom(bytes).map(|(encoding, length)| (Self(encoding), length))
    }

    pub(super) fn is_utf8(self) -> bool {
        self == Self::UTF_8
    }
}

impl fmt::Debug for Encoding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

/// Gives the bytes of `inner` as UTF-8, without a byte order mark.
///
/// What the encoding doesn't know becomes bytes that are never valid in UTF-8: so a faulty field stays a faulty field,
/// where a replacement character would hide it. They tell which bytes stood there: see [`unknown`].
pub(super) struct Transcoder<R> {
    inner: R,
    decoder: Decoder,
    /// Bytes of the file; before those that aren't used yet stand the last ones that are.
    raw: Vec<u8>,
    used: usize,
    ended: bool,
    text: Vec<u8>,
    given: usize,
    finished: bool,
}

const RAW: usize = 64 << 10;
/// A fault may begin in bytes that the decoder has taken before: no encoding takes more at once.
const TAKEN: usize = 16;
/// What begins the mark for a byte that the encoding doesn't know; two bytes follow with four bits each.
const UNKNOWN: u8 = 0xFF;

/// The byte of the file that a transcoded text's `bytes` begin with a mark for, and the mark's length.
pub(crate) fn unknown(bytes: &[u8]) -> Option<(u8, usize)> {
    match *bytes {
        [UNKNOWN, high @ 0x80..=0x8F, low @ 0x80..=0x8F, ..] => Some((high << 4 | low & 0xF, 3)),
        _ => None,
    }
}

impl<R: Read> Transcoder<R> {
    pub(super) fn new(inner: R, encoding: Encoding) -> Self {
        let decoder = encoding.0.new_decoder_with_bom_removal();
        Self { inner, decoder, raw: Vec::new(), used: 0, ended: false, text: Vec::new(), given: 0, finished: false }
    }

    fn fill_raw(&mut self) -> io::Result<()> {
        if self.used < self.raw.len() || self.ended {
            return Ok(());
        }
        self.raw.drain(..self.raw.len().saturating_sub(TAKEN));
        self.used = self.raw.len();
        self.ended = self.inner.by_ref().take(RAW as u64).read_to_end(&mut self.raw)? == 0;
        Ok(())
    }

    /// Decodes what there is until the text's buffer is full, a fault is met, or input is used up.
    fn decode(&mut self) {
        self.text.resize(RAW * 3 + 16, 0);
        let (result, read, written) =
            self.decoder.decode_to_utf8_without_replacement(&self.raw[self.used..], &mut self.text, self.ended);
        self.used += read;
        self.given = 0;
        self.text.truncate(written);
        match result {
            DecoderResult::Malformed(length, behind) => self.mark(usize::from(length), usize::from(behind)),
            DecoderResult::InputEmpty => self.finished = self.ended,
            DecoderResult::OutputFull => {}
        }
    }
}

impl<R> Transcoder<R> {
    /// Marks so many bytes as unknown, behind which so many were taken.
    fn mark(&mut self, length: usize, behind: usize) {
        let end = self.used.saturating_sub(behind);
        for byte in &self.raw[end.saturating_sub(length)..end] {
            self.text.extend([UNKNOWN, 0x80 | byte >> 4, 0x80 | byte & 0xF]);
        }
    }
}

impl<R: Read> Read for Transcoder<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.given == self.text.len() && !self.finished {
            self.fill_raw()?;
            self.decode();
        }
        let length = into.len().min(self.text.len() - self.given);
        into[..length].copy_from_slice(&self.text[self.given..self.given + length]);
        self.given += length;
        Ok(length)
    }
}
