//! A database's address: a loopback address of its own with the port that the template gives it, behind
//! which the database is found only by those who may connect.

use std::net::Ipv4Addr;
use std::path::PathBuf;
use std::sync::Arc;

use rand::RngExt;
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream, UnixStream};
use tokio::task::JoinSet;

use super::Error;
use super::log::Log;

/// Attempts to find a free address among sixteen million.
const TRIES: usize = 20;

/// A listening address nobody answers at yet.
pub(super) struct Gate {
    pub(super) address: Ipv4Addr,
    pub(super) port: u16,
    listener: TcpListener,
}

impl Gate {
    /// Takes a loopback address on which the port is free.
    pub(super) async fn new(port: u16) -> Result<Self, Error> {
        let mut last = None;
        for _ in 0..TRIES {
            let [a, b, c] = {
                let mut random = rand::rng();
                [random.random_range(1..=254), random.random_range(0..=255), random.random_range(1..=254)]
            };
            let address = Ipv4Addr::new(127, a, b, c);
            match TcpListener::bind((address, port)).await {
                Ok(listener) => return Ok(Self { address, port, listener }),
                Err(error) => last = Some(error),
            }
        }
        Err(Error::listen(last.unwrap_or_else(|| std::io::Error::other("no address"))))
    }

    /// Passes connections on to a Unix socket; or, where nobody may connect, lets them wait as a security group
    /// does, and logs why.
    pub(super) fn open(self, target: Result<PathBuf, String>, component: &str, log: &Log) -> JoinSet<()> {
        let mut listening = JoinSet::new();
        let (component, log) = (component.to_owned(), log.clone());
        let target = Arc::new(target);
        listening.spawn(async move {
            let mut connections = JoinSet::new();
            loop {
                tokio::select! {
                    Ok((stream, _)) = self.listener.accept() => {
                        connections.spawn(pass(stream, Arc::clone(&target), component.clone(), log.clone()));
                    }
                    Some(_) = connections.join_next() => {}
                }
            }
        });
        listening
    }
}

async fn pass(mut stream: TcpStream, target: Arc<Result<PathBuf, String>>, component: String, log: Log) {
    match target.as_ref() {
        Ok(socket) => {
            if let Ok(mut inner) = UnixStream::connect(socket).await {
                let _ = copy_bidirectional(&mut stream, &mut inner).await;
            }
        }
        Err(reason) => {
            log.say(&component, format!("a connection times out: {reason}"));
            // Until the caller gives up.
            let mut rest = [0; 512];
            while matches!(tokio::io::AsyncReadExt::read(&mut stream, &mut rest).await, Ok(count) if count > 0)
            {
            }
        }
    }
}
