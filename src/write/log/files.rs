//! The files of a log, as they grow.

use super::{CASES, CsvBlock, CsvLog, EVENTS, LogBlock, LogFormats, XES};
use crate::write::manifest::Output;
use crate::write::outputs::{OutputError, OutputFile, Outputs};
use crate::write::xes::{XesBlock, XesLog, XesReport, XesTally};

/// The files of a log.
#[derive(Debug)]
pub struct LogFiles {
    tables: Option<Tables>,
    xes: Option<XesFile>,
}

/// events.csv and cases.csv.
#[derive(Debug)]
struct Tables {
    events: OutputFile,
    cases: OutputFile,
    event_count: u64,
    case_count: u64,
}

/// log.xes.
#[derive(Debug)]
struct XesFile {
    file: OutputFile,
    tally: XesTally,
}

impl LogFiles {
    /// Begins the files of the wanted formats.
    ///
    /// # Errors
    /// Where one can't be made or written.
    pub fn begin(formats: &LogFormats<'_>, outputs: &mut Outputs) -> Result<Self, OutputError> {
        Ok(Self {
            tables: formats.csv.as_ref().map(|csv| Tables::begin(csv, outputs)).transpose()?,
            xes: formats.xes.as_ref().map(|xes| XesFile::begin(xes, outputs)).transpose()?,
        })
    }

    /// Appends a block.
    ///
    /// # Errors
    /// Where a file can't be written.
    pub fn add(&mut self, block: &LogBlock<'_>) -> Result<(), OutputError> {
        if let (Some(tables), Some(csv)) = (&mut self.tables, &block.csv) {
            tables.add(csv)?;
        }
        if let (Some(file), Some(xes)) = (&mut self.xes, &block.xes) {
            file.add(xes)?;
        }
        Ok(())
    }

    /// Counts what a block holds, whose bytes come by [`LogFiles::put`].
    pub fn count(&mut self, block: &LogBlock<'_>) {
        if let (Some(tables), Some(csv)) = (&mut self.tables, &block.csv) {
            tables.event_count += csv.event_count;
            tables.case_count += csv.case_count;
        }
        if let (Some(file), Some(xes)) = (&mut self.xes, &block.xes) {
            file.tally.add(&xes.tally);
        }
    }

    /// Appends bytes of blocks to events.csv, cases.csv and log.xes.
    ///
    /// # Errors
    /// Where a file can't be written.
    pub fn put(&mut self, [events, cases, traces]: [&[u8]; 3]) -> Result<(), OutputError> {
        if let Some(tables) = &mut self.tables {
            tables.events.write(events)?;
            tables.cases.write(cases)?;
        }
        self.xes.as_mut().map_or(Ok(()), |xes| xes.file.write(traces))
    }

    /// Ends the files. Gives what was written, and what there is to say of log.xes.
    ///
    /// # Errors
    /// Where a file can't be written.
    pub fn close(self, formats: &LogFormats<'_>) -> Result<(Vec<Output>, Option<XesReport>), OutputError> {
        let mut written = self.tables.map(Tables::close).unwrap_or_default();
        let (Some(file), Some(xes)) = (self.xes, &formats.xes) else { return Ok((written, None)) };
        let (output, report) = file.close(xes)?;
        written.push(output);
        Ok((written, Some(report)))
    }
}

impl Tables {
    fn begin(format: &CsvLog<'_>, outputs: &mut Outputs) -> Result<Self, OutputError> {
        let (mut events, mut cases) = (outputs.create(EVENTS)?, outputs.create(CASES)?);
        events.write(&format.events_header())?;
        cases.write(&format.cases_header())?;
        Ok(Self { events, cases, event_count: 0, case_count: 0 })
    }

    fn add(&mut self, block: &CsvBlock<'_>) -> Result<(), OutputError> {
        self.events.write(block.events())?;
        self.cases.write(block.cases())?;
        self.event_count += block.event_count;
        self.case_count += block.case_count;
        Ok(())
    }

    fn close(self) -> Vec<Output> {
        vec![Output::new(self.events.close(), self.event_count), Output::new(self.cases.close(), self.case_count)]
    }
}

impl XesFile {
    fn begin(format: &XesLog<'_>, outputs: &mut Outputs) -> Result<Self, OutputError> {
        let mut file = outputs.create(XES)?;
        let mut tally = XesTally::default();
        file.write(&format.head(&mut tally))?;
        Ok(Self { file, tally })
    }

    fn add(&mut self, block: &XesBlock<'_>) -> Result<(), OutputError> {
        self.file.write(&block.bytes)?;
        self.tally.add(&block.tally);
        Ok(())
    }

    fn close(mut self, format: &XesLog<'_>) -> Result<(Output, XesReport), OutputError> {
        self.file.write(XesLog::FOOT)?;
        let report = format.report(&self.tally);
        Ok((Output::new(self.file.close(), self.tally.events), report))
    }
}
