//! What following the feed costs, beside a bare WebSocket that broadcasts a constant text.
//!
//! ```text
//! cargo bench --bench fanout                          1,000, 5,000 and 10,000 sockets, and 1,000 that read nothing
//! cargo bench --bench fanout -- --sockets 100 --stuck 0
//! ```
//!
//! Each server is a process of its own, and so are the figures of its processor time and memory; all
//! clients are here. Every socket needs a file on both sides: raise `ulimit -n` first.

mod clients;
mod report;
mod servers;

use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;

use self::clients::{Audience, Documents};
use self::report::Row;
use self::servers::{Server, Service};

/// The bare server has the allocator of the service, so that their figures differ by what they do.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// Events that are sent before measuring, and those that are measured.
const WARM_UP: usize = 3;
/// Events for clients that read nothing: enough to fill what lies between.
const FLOOD: usize = 300;

/// Measures fan-out.
#[derive(Debug, Parser)]
struct Arguments {
    /// How many sockets; several sizes are measured one after the other.
    #[arg(long, value_delimiter = ',', default_value = "1000,5000,10000")]
    sockets: Vec<usize>,
    /// Events that are measured.
    #[arg(long, default_value_t = 40)]
    events: usize,
    /// How often each size is measured.
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// Different documents, in the part that has many.
    #[arg(long, default_value_t = 100)]
    documents: usize,
    /// Sockets that read nothing, in the part that has some; as many others read.
    #[arg(long, default_value_t = 1_000)]
    stuck: usize,
    /// Be the bare server, and broadcast a text of so many bytes.
    #[arg(long, hide = true)]
    bare: Option<usize>,
    /// What cargo adds.
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        match arguments.bare {
            Some(bytes) => servers::serve_bare(bytes).await,
            None => measure(&arguments).await,
        }
    });
    ExitCode::SUCCESS
}

async fn measure(arguments: &Arguments) {
    let service = Service::start().await;
    let bytes = clients::event_bytes(&service).await;
    // What a publication costs by itself is no part of what following costs.
    let publication = idle_publication(&service, arguments.events).await;
    drop(service);
    report::print_head(bytes, publication, arguments.rounds);
    for sockets in arguments.sockets.iter().copied() {
        let mut rounds = Vec::new();
        for _ in 0..arguments.rounds.max(1) {
            let bare = servers::Bare::start(bytes).await;
            let mut round = vec![fan_out(&bare, Documents::None, sockets, arguments.events, 0.0).await];
            drop(bare);
            for documents in [Documents::Same, Documents::Different(arguments.documents)] {
                // A new process, so that no memory of earlier sockets is used again.
                let service = Service::start().await;
                service.publish().await;
                round.push(fan_out(&service, documents, sockets, arguments.events, publication).await);
            }
            rounds.push(round);
        }
        report::print(&rounds);
    }
    if arguments.stuck > 0 {
        stuck(&Service::start().await, arguments.stuck).await;
    }
}

/// Processor time of a publication that nobody follows, in microseconds.
async fn idle_publication(service: &Service, events: usize) -> f64 {
    for _ in 0..WARM_UP {
        service.publish().await;
    }
    let before = service.processor();
    for _ in 0..events {
        service.publish().await;
    }
    (service.processor() - before) / report::float(events)
}

/// Sends events to many.
async fn fan_out(server: &impl Server, documents: Documents, sockets: usize, events: usize, publication: f64) -> Row {
    let before = server.memory();
    let mut audience = Audience::connect(server.address(), documents, sockets).await;
    for _ in 0..WARM_UP {
        audience.hear(server).await;
    }
    let memory = server.memory().saturating_sub(before);
    let processor = server.processor();
    let mut last = Vec::new();
    for _ in 0..events {
        last.push(audience.hear(server).await);
    }
    let processor = server.processor() - processor - publication * report::float(events);
    audience.leave().await;
    let row = Row {
        documents,
        sockets,
        processor: processor / report::float(events) / report::float(sockets),
        last,
        memory: report::float(memory) / report::float(sockets),
    };
    eprintln!("  {}", row.line());
    row
}

/// Sends events to some who read: alone, then beside as many who read nothing, then alone again, as the
/// record has grown meanwhile.
async fn stuck(service: &Service, stuck: usize) {
    let mut audience = Audience::connect(service.address(), Documents::Same, stuck).await;
    for _ in 0..WARM_UP {
        audience.hear(service).await;
    }
    let before = flood(&mut audience, service).await;
    let memory = service.memory();
    let deaf = clients::connect_deaf(service.address(), stuck).await;
    // Until they are stuck they are sent events like everybody else.
    flood(&mut audience, service).await;
    let beside = flood(&mut audience, service).await;
    let memory = report::float(service.memory().saturating_sub(memory)) / report::float(stuck);
    drop(deaf);
    tokio::time::sleep(Duration::from_secs(2)).await;
    let after = flood(&mut audience, service).await;
    println!(
        "\n### {stuck} who read nothing, beside {stuck} who do, {FLOOD} events after {FLOOD} that fill what lies between\n"
    );
    println!("| delivery to those who read | alone, before | beside them | alone, after |");
    println!("|---|---:|---:|---:|");
    for percent in [50, 90, 99] {
        let [before, beside, after] = [&before, &beside, &after]
            .map(|times| report::milliseconds(report::percentile(&mut times.clone(), percent)));
        println!("| p{percent} | {before} | {beside} | {after} |");
    }
    println!("\n{memory:.1} KiB of the server's memory for each who reads nothing.");
    audience.leave().await;
}

/// How long each delivery of many events took.
async fn flood(audience: &mut Audience, service: &Service) -> Vec<Duration> {
    let mut times = Vec::new();
    for _ in 0..FLOOD {
        times.extend(audience.hear_each(service).await);
    }
    times
}
