//! Whether the student's zone is delegated, as public resolvers see it.

use std::collections::BTreeSet;
use std::hash::{BuildHasher, RandomState};
use std::io;
use std::net::{SocketAddr, UdpSocket};
use std::time::{Duration, Instant};

use infragrade::sunet::Sunet;
use simple_dns::rdata::RData;
use simple_dns::{CLASS, Name, Packet, PacketFlag, QTYPE, Question, RCODE, TYPE};

use super::Finding;

/// Each resolver is asked this often, and given this long each time: packets get lost.
const TRIES: u32 = 2;
const PATIENCE: Duration = Duration::from_secs(2);
const PROVISIONER: &str = "paste the four lines of the zone's NS record in Route 53 into \
                           https://provisiondns.infracourse.cloud/ns, and wait five minutes";

/// What a resolver said.
#[derive(Debug, PartialEq, Eq)]
enum Answer {
    NameServers(BTreeSet<String>),
    /// The name does not exist, or has no name servers.
    Nothing,
    /// The name servers that it should ask do not answer for the zone.
    Failure,
    Silence,
}

/// Asks one resolver after the other until one answers.
pub(super) fn look(sunet: Option<&Sunet>, expected: &[String], resolvers: &[SocketAddr]) -> Finding {
    let Some(sunet) = sunet else {
        return Finding::unknown(
            "whether your zone is delegated: whose it is is not known",
            "see SUNET above",
        );
    };
    let zone = format!("{sunet}.infracourse.cloud");
    let answers = resolvers.iter().map(|resolver| ask(*resolver, &zone).unwrap_or(Answer::Silence));
    let answer = answers.into_iter().find(|answer| *answer != Answer::Silence).unwrap_or(Answer::Silence);
    let expected = expected.iter().map(|name| normal(name)).filter(|name| !name.is_empty()).collect();
    judge(&zone, answer, &expected)
}

fn judge(zone: &str, answer: Answer, expected: &BTreeSet<String>) -> Finding {
    let list = |names: &BTreeSet<String>| names.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
    match answer {
        Answer::NameServers(found) if expected.is_empty() => Finding::present(format!(
            "{zone} is delegated to {} (--name-servers compares them)",
            list(&found)
        )),
        Answer::NameServers(found) if found == *expected => {
            Finding::present(format!("{zone} is delegated to the name servers given"))
        }
        Answer::NameServers(found) => Finding::missing(
            format!("{zone} is delegated to {}, but its name servers are {}", list(&found), list(expected)),
            PROVISIONER,
        ),
        Answer::Nothing => Finding::missing(
            format!("{zone} is not delegated"),
            format!("cdk deploy yoctogram-dns-stack, then {PROVISIONER}"),
        ),
        Answer::Failure => Finding::missing(
            format!(
                "{zone} is delegated, but to name servers that do not know it: was the DNS stack destroyed and deployed again?"
            ),
            PROVISIONER,
        ),
        Answer::Silence => Finding::unknown(
            format!("whether {zone} is delegated: no resolver answered"),
            "is this machine online, and may it ask 1.1.1.1 over UDP? otherwise look at https://toolbox.googleapps.com/apps/dig/",
        ),
    }
}

/// A name as it is compared: in lower case, without the last dot.
fn normal(name: &str) -> String {
    name.trim().trim_end_matches('.').to_ascii_lowercase()
}

fn ask(resolver: SocketAddr, zone: &str) -> io::Result<Answer> {
    let here: SocketAddr = if resolver.is_ipv4() { ([0, 0, 0, 0], 0).into() } else { ([0_u16; 8], 0).into() };
    let socket = UdpSocket::bind(here)?;
    // Takes packets from the resolver only.
    socket.connect(resolver)?;
    for _ in 0..TRIES {
        let id = RandomState::new().hash_one(zone) as u16;
        socket.send(&question(id, zone).map_err(io::Error::other)?)?;
        let end = Instant::now() + PATIENCE;
        let mut buffer = [0; 4096];
        while let Some(left) = end.checked_duration_since(Instant::now()).filter(|left| !left.is_zero()) {
            socket.set_read_timeout(Some(left))?;
            let length = match socket.recv(&mut buffer) {
                Ok(length) => length,
                Err(error) if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut) => {
                    break;
                }
                Err(error) => return Err(error),
            };
            if let Some(answer) = read(&buffer[..length], id) {
                return Ok(answer);
            }
        }
    }
    Ok(Answer::Silence)
}

fn question(id: u16, zone: &str) -> simple_dns::Result<Vec<u8>> {
    let mut packet = Packet::new_query(id);
    packet.set_flags(PacketFlag::RECURSION_DESIRED);
    packet.questions.push(Question::new(Name::new(zone)?, QTYPE::TYPE(TYPE::NS), CLASS::IN.into(), false));
    packet.build_bytes_vec()
}

/// `None` for a packet that is no answer to the question.
fn read(packet: &[u8], id: u16) -> Option<Answer> {
    let packet = Packet::parse(packet).ok()?;
    if packet.id() != id || !packet.has_flags(PacketFlag::RESPONSE) {
        return None;
    }
    let names = packet.answers.iter().filter_map(|record| match &record.rdata {
        RData::NS(name) => Some(normal(&name.to_string())),
        _ => None,
    });
    let names: BTreeSet<String> = names.collect();
    Some(match packet.rcode() {
        RCODE::NoError if !names.is_empty() => Answer::NameServers(names),
        RCODE::NoError | RCODE::NameError => Answer::Nothing,
        RCODE::ServerFailure => Answer::Failure,
        _ => Answer::Silence,
    })
}

#[cfg(test)]
mod tests {
    use std::thread;

    use simple_dns::ResourceRecord;
    use simple_dns::rdata::NS;

    use super::super::State;
    use super::*;

    /// A resolver that answers one question; before that it sends what is no answer to it.
    fn resolver(code: RCODE, servers: &'static [&'static str]) -> SocketAddr {
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        let address = socket.local_addr().unwrap();
        thread::spawn(move || {
            let mut buffer = [0; 512];
            let (length, asker) = socket.recv_from(&mut buffer).unwrap();
            let question = Packet::parse(&buffer[..length]).unwrap();
            assert_eq!(question.questions[0].qname.to_string(), "codyho.infracourse.cloud");
            socket.send_to(b"nonsense", asker).unwrap();
            let mut other = Packet::new_reply(question.id().wrapping_add(1));
            *other.rcode_mut() = RCODE::NameError;
            socket.send_to(&other.build_bytes_vec().unwrap(), asker).unwrap();
            let mut reply = Packet::new_reply(question.id());
            *reply.rcode_mut() = code;
            for server in servers {
                let name = question.questions[0].qname.clone();
                let data = RData::NS(NS(Name::new(server).unwrap()));
                reply.answers.push(ResourceRecord::new(name, CLASS::IN, 60, data));
            }
            socket.send_to(&reply.build_bytes_vec().unwrap(), asker).unwrap();
        });
        address
    }

    fn found(code: RCODE, servers: &'static [&'static str], expected: &[&str]) -> Finding {
        let sunet: Sunet = "codyho".parse().unwrap();
        let expected: Vec<String> = expected.iter().map(|name| (*name).to_owned()).collect();
        look(Some(&sunet), &expected, &[resolver(code, servers)])
    }

    #[test]
    fn a_delegation_is_compared_with_the_names_given() {
        const SERVERS: &[&str] = &["NS-1.awsdns-01.org", "ns-2.awsdns-02.com"];
        let same = found(RCODE::NoError, SERVERS, &["ns-2.awsdns-02.com.", " ns-1.awsdns-01.ORG "]);
        assert_eq!(same, Finding::present("codyho.infracourse.cloud is delegated to the name servers given"));
        let listed = found(RCODE::NoError, SERVERS, &[]);
        assert!(listed.message.contains("delegated to ns-1.awsdns-01.org, ns-2.awsdns-02.com"), "{listed:?}");
        let other = found(RCODE::NoError, SERVERS, &["ns-3.awsdns-03.net"]);
        assert_eq!(other.state, State::Missing);
        assert!(other.message.ends_with("but its name servers are ns-3.awsdns-03.net"), "{other:?}");
    }

    #[test]
    fn no_delegation_and_a_stale_one_are_told_apart() {
        for (code, message) in [
            (RCODE::NameError, "codyho.infracourse.cloud is not delegated"),
            (RCODE::NoError, "codyho.infracourse.cloud is not delegated"),
            (RCODE::ServerFailure, "to name servers that do not know it"),
        ] {
            let found = found(code, &[], &[]);
            assert_eq!(found.state, State::Missing);
            assert!(found.message.contains(message) && found.fix.contains("provisiondns"), "{found:?}");
        }
    }

    #[test]
    fn without_a_network_nothing_is_said_about_it() {
        let deaf = UdpSocket::bind("127.0.0.1:0").unwrap();
        let closed = UdpSocket::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let sunet: Sunet = "codyho".parse().unwrap();
        let found = look(Some(&sunet), &[], &[deaf.local_addr().unwrap(), closed]);
        assert_eq!(found.state, State::Unknown);
        assert!(look(None, &[], &[]).message.contains("whose it is is not known"));
    }
}
