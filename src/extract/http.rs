//! Requests to APIs, as commands of a shell.

use super::placeholder::{Piece, pieces};
use crate::mapping::Extract;

/// How many rows a page of the Table API has at most.
const PAGE: usize = 10_000;

/// A request to the Table API of ServiceNow.
pub fn table(table: &str, fields: &[String], filter: Vec<Piece>, extract: &Extract) -> Option<Vec<Piece>> {
    let address = format!("https://<instance>.service-now.com/api/now/table/{table}");
    let mut command = Command::new("GET", &quoted(&[Piece::Text(address)]));
    command.header("Accept: application/json")?;
    if !filter.is_empty() {
        command.parameter([vec![Piece::Text("sysparm_query=".to_owned())], filter].concat());
    }
    command.parameter(vec![Piece::Text(format!("sysparm_fields={}", fields.join(",")))]);
    for parameter in &extract.parameters.0 {
        command.parameter(pieces(&parameter.text).ok()?);
    }
    command.parameter(vec![Piece::Text("sysparm_exclude_reference_link=true".to_owned())]);
    command.parameter(vec![Piece::Text(format!("sysparm_limit={PAGE}"))]);
    command.parameter(vec![Piece::Text("sysparm_offset=0".to_owned())]);
    Some(command.text)
}

/// Any other request.
pub fn request(extract: &Extract) -> Option<Vec<Piece>> {
    let (method, address) = split_request(&extract.request.as_ref()?.text)?;
    let mut command = Command::new(method, &quoted(&pieces(address).ok()?));
    if extract.body.is_some() {
        command.header("Content-Type: application/json")?;
    }
    for header in &extract.headers.0 {
        command.header(&header.text)?;
    }
    for parameter in &extract.parameters.0 {
        command.parameter(pieces(&parameter.text).ok()?);
    }
    if let Some(body) = &extract.body {
        command.option("--data", quoted(&pieces(body.text.trim()).ok()?));
    }
    Some(command.text)
}

/// Method and address of a request.
pub fn split_request(text: &str) -> Option<(&str, &str)> {
    let (method, address) = text.trim().split_once(' ')?;
    let is_method = ["GET", "POST"].contains(&method);
    (is_method && address.trim().starts_with("https://")).then(|| (method, address.trim()))
}

/// A call of `curl`, which encodes what it is given.
struct Command {
    text: Vec<Piece>,
}

impl Command {
    fn new(method: &str, address: &[Piece]) -> Self {
        let start = if method == "GET" { "curl --get ".to_owned() } else { format!("curl --request {method} ") };
        let mut command = Self { text: vec![Piece::Text(start)] };
        command.text.extend_from_slice(address);
        // The one place where the shell is to put something in.
        command.option("--header", vec![Piece::Text("\"Authorization: Bearer $TOKEN\"".to_owned())]);
        command
    }

    fn header(&mut self, header: &str) -> Option<()> {
        self.option("--header", quoted(&pieces(header).ok()?));
        Some(())
    }

    fn parameter(&mut self, parameter: Vec<Piece>) {
        self.option("--data-urlencode", quoted(&parameter));
    }

    fn option(&mut self, name: &str, value: Vec<Piece>) {
        self.text.push(Piece::Text(format!(" \\\n  {name} ")));
        self.text.extend(value);
    }
}

/// In quotes in which a shell replaces nothing.
fn quoted(text: &[Piece]) -> Vec<Piece> {
    let quote = || Piece::Text("'".to_owned());
    let escaped = text.iter().map(|piece| match piece {
        Piece::Text(text) => Piece::Text(text.replace('\'', r"'\''")),
        other => other.clone(),
    });
    std::iter::once(quote()).chain(escaped).chain(std::iter::once(quote())).collect()
}
