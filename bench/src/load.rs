//! Load: so many clients at once, each with its own connection and the next request as soon as the last is answered.

use std::{
    sync::{Barrier, Mutex},
    thread,
    time::{Duration, Instant},
};

use crate::process::Server;

/// What a run of load showed; runs of the same kind add up.
#[derive(Clone, Debug, Default)]
pub struct Load {
    latencies: Vec<Duration>,
    wall: Duration,
    processor: Duration,
}

impl Load {
    /// Puts load on a server for a while. `prepare` makes each client's request; it fails on a wrong answer.
    pub fn put<F, R>(server: &Server, clients: usize, time: Duration, prepare: F) -> anyhow::Result<Self>
    where
        F: Fn(usize) -> anyhow::Result<R> + Sync,
        R: FnMut() -> anyhow::Result<()>,
    {
        let before = server.processor_time()?;
        let mut load = Self::of(clients, time, prepare)?;
        load.processor = server.processor_time()?.saturating_sub(before);
        Ok(load)
    }

    /// Puts load on anything.
    pub fn of<F, R>(clients: usize, time: Duration, prepare: F) -> anyhow::Result<Self>
    where
        F: Fn(usize) -> anyhow::Result<R> + Sync,
        R: FnMut() -> anyhow::Result<()>,
    {
        let all = Mutex::new(Vec::new());
        let start = Barrier::new(clients + 1);
        let client = |number| -> anyhow::Result<()> {
            let prepared = prepare(number);
            start.wait();
            let mut request = prepared?;
            let (began, mut latencies) = (Instant::now(), Vec::new());
            while began.elapsed() < time {
                let asked = Instant::now();
                request()?;
                latencies.push(asked.elapsed());
            }
            all.lock().map_err(|_| anyhow::anyhow!("a client panicked"))?.extend(latencies);
            Ok(())
        };
        let began = thread::scope(|scope| -> anyhow::Result<Instant> {
            let running: Vec<_> = (0..clients).map(|number| scope.spawn(move || client(number))).collect();
            start.wait();
            let began = Instant::now();
            for client in running {
                client.join().map_err(|_| anyhow::anyhow!("a client panicked"))??;
            }
            Ok(began)
        })?;
        let latencies = all.into_inner().map_err(|_| anyhow::anyhow!("a client panicked"))?;
        Ok(Self { latencies, wall: began.elapsed(), processor: Duration::ZERO })
    }

    /// Adds another run.
    pub fn add(&mut self, other: Self) {
        self.latencies.extend(other.latencies);
        self.wall += other.wall;
        self.processor += other.processor;
    }

    /// How many requests were answered.
    pub fn count(&self) -> usize {
        self.latencies.len()
    }

    /// Requests answered in a second.
    pub fn per_second(&self) -> f64 {
        self.count() as f64 / self.wall.as_secs_f64()
    }

    /// The server's processor time for one request, in milliseconds.
    pub fn processor_ms(&self) -> f64 {
        self.processor.as_secs_f64() * 1000.0 / self.count().max(1) as f64
    }

    /// So many per cent of the requests were answered in this time or less, in milliseconds.
    pub fn percentile_ms(&self, per_cent: usize) -> f64 {
        percentile(&self.latencies, per_cent).as_secs_f64() * 1000.0
    }
}

/// The nearest-rank percentile; zero of nothing.
pub fn percentile(times: &[Duration], per_cent: usize) -> Duration {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    let rank = (sorted.len() * per_cent).div_ceil(100).max(1);
    sorted.get(rank - 1).copied().unwrap_or_default()
}

/// The middle one.
pub fn median(times: &[Duration]) -> Duration {
    percentile(times, 50)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_those_of_the_nearest_rank() {
        let times: Vec<Duration> = (1..=100).rev().map(Duration::from_millis).collect();
        assert_eq!(percentile(&times, 50), Duration::from_millis(50));
        assert_eq!(percentile(&times, 99), Duration::from_millis(99));
        assert_eq!(percentile(&times[..1], 99), Duration::from_millis(100));
        assert_eq!(percentile(&[], 50), Duration::ZERO);
    }
}
